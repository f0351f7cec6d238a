/** HTML put together so that text stays text: whatever is not marked as HTML is escaped. */
import { printable } from '../../printable.ts';

/** A piece of HTML that is safe to insert. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = string | number | Html | undefined | readonly Part[];

/** A template whose values are escaped, save those that are HTML already; undefined leaves nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((string, at) => string + (at < parts.length ? rendered(parts[at]) : '')).join(''));
}

/** HTML from a trusted place: our own style and script, Graphviz's drawing. */
export function trusted(text: string): Html {
  return new Html(text);
}

function rendered(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(rendered).join('');
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/gu, (character) => entities[character] ?? '');
}

/** JSON for a script element that is not run: no character in it can end the element or start another. */
export function jsonBlock(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return markup`<script type="application/json" id="${id}">
    ${trusted(json)}
  </script>`;
}
