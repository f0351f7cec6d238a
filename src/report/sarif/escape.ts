import { oneLine } from '../text/page.ts';

/**
 * Text of a SARIF message: brackets would begin a link and braces a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6).
 */
export function messageText(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\[\]]/gu, (character) => `\\${character}`)
    .replaceAll('{', '{{')
    .replaceAll('}', '}}');
}

/** The name of a source as a relative reference; lone surrogates, which no URI can hold, are replaced. */
export function uriOf(source: string): string {
  const path = source.replaceAll('\\', '/').replaceAll(/[\ud800-\udfff]/gu, '�');
  const parts = path.split('/').map(encodeURIComponent);
  // `a:b` would be read as a scheme; encodeURIComponent has seen to that.
  return parts.join('/');
}
