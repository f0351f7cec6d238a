import { jsonText } from '../report/document/json-text.ts';

/** A small document as it is printed; YAML is loaded where it is asked for. */
export async function documentText(value: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (format === 'json') return `${jsonText(value, 1)}\n`;
  const { yamlText } = await import('../report/document/yaml.ts');
  return yamlText(value);
}
