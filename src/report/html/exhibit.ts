import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import { exhibitParts } from '../explanation/exhibit-parts.ts';
import { markup, trusted, type Html } from './markup.ts';

/** A piece of a dump: where it stands, why it is shown, and the lines with the field that decides marked. */
export function exhibitHtml(evidence: EvidenceRecord): Html {
  const { place, note, lines } = exhibitParts(evidence);
  const field = fieldOf(evidence.pointer);
  const excerpt = lines.map((line) => lineHtml(line, field).text).join('\n');
  return markup`<figure class="exhibit">
    <figcaption>
      <code>${place}</code>
      <code class="t-dim">${evidence.pointer}</code>${note === '' ? undefined : markup` <span>(${note})</span>`}
    </figcaption>
    ${lines.length === 0 ? undefined : markup`<pre tabindex="0"><code>${trusted(excerpt)}</code></pre>`}
  </figure>`;
}

function fieldOf(pointer: string): string {
  return (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Keys, strings and other values of JSON; a line that is none of it stays plain. */
const token =
  /(?<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?<text>"(?:[^"\\]|\\.)*")|(?<word>\b(?:true|false|null|-?\d[\d.]*)\b)/gu;

function lineHtml(line: string, field: string): Html {
  const parts: Html[] = [];
  let end = 0;
  let marked = false;
  for (const match of line.matchAll(token)) {
    parts.push(markup`${line.slice(end, match.index)}`);
    const { key, text } = match.groups ?? {};
    parts.push(
      markup`<span class="${key === undefined ? (text === undefined ? 'j-word' : 'j-text') : 'j-key'}">${match[0]}</span>`,
    );
    marked ||= key === JSON.stringify(field);
    end = match.index + match[0].length;
  }
  parts.push(markup`${line.slice(end)}`);
  return marked ? markup`<mark>${parts}</mark>` : markup`${parts}`;
}
