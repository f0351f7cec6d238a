import { jsonText } from '../../report/document/json-text.ts';

/** How names stand in text that is JSON. */
export function escapeInJson(text: string): string {
  return isPlain(text) ? text : jsonText(text).slice(1, -1);
}

/** ASCII that stands in JSON as it is. */
function isPlain(text: string): boolean {
  return /^[ !#-[\]-~]*$/u.test(text);
}
