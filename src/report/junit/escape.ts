import { printable } from '../../printable.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text in an element or attribute; what XML 1.0 cannot hold at all is shown by its number. */
export function inXml(text: string): string {
  return printable(text)
    .replaceAll(/[\ud800-\udfff\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll(/[&<>"]/gu, (character) => entities[character] ?? '');
}
