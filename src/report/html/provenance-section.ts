import type { ReportContent } from '../content/content.ts';
import { judgedAt, missingOf, unusable, versionsOf } from '../content/provenance.ts';
import { brief } from '../content/brief.ts';
import { markup, type Html, type Part } from './markup.ts';
import { paste } from './problems-section.ts';
import type { Section } from './section.ts';

const most = 50;

/** Where all of this comes from, and what it does not know. */
export function provenanceSection(content: ReportContent): Section {
  const { header, proxies, sources, problems, notes, edges, changes } = content;
  const missing = missingOf(edges);
  const left = unusable(problems);
  const body = markup`<dl>
      <div>
        <dt>Written by</dt>
        <dd>mtlscope ${header.tool.version}</dd>
      </div>
      <div>
        <dt>Certificates judged at</dt>
        <dd>${judgedAt(header)}</dd>
      </div>
    </dl>
    ${
      notes.length === 0
        ? undefined
        : markup`<h3>Notes</h3>
            <ul>
              ${capped(notes, (note) => markup`<li><code>${note.code}</code> ${brief(note.proxy)}: ${note.text}</li>`)}
            </ul>`
    }
    <h3>What was missing</h3>
    ${missing.length + left.length === 0 ? markup`<p>Nothing that would decide more.</p>` : undefined}
    ${
      missing.length === 0
        ? undefined
        : markup`<ul>
            ${capped(missing, (each) => markup`<li>${each.what}: ${each.decides}${paste(each.command)}</li>`)}
          </ul>`
    }
    ${
      left.length === 0
        ? undefined
        : markup`<p>Not used, or only in part:</p>
            <ul>
              ${capped(left, (text) => markup`<li>${text}</li>`)}
            </ul>`
    }
    <h3>Proxies</h3>
    ${table('Proxies that were read', ['Proxy', 'Versions', 'Newest update', 'Read from'], proxies, (proxy) => [
      `${proxy.namespace === '' ? '' : `${proxy.namespace}/`}${proxy.name}`,
      versionsOf(proxy).join(', ') || 'not known',
      proxy.updated ?? 'not known',
      proxy.sources.join(', '),
    ])}
    <h3>Inputs</h3>
    ${table('Inputs and their digests', ['Source', 'Format', 'SHA-256'], sources, sourceRow)}
    ${
      changes === undefined
        ? undefined
        : markup`<h3>Inputs before</h3>
            ${table('Inputs before, and their digests', ['Source', 'Format', 'SHA-256'], changes.sources, sourceRow)}`
    }`;
  return { id: 'provenance', name: 'Where this comes from', body };
}

function sourceRow({ source, format, incomplete, digest }: ReportContent['sources'][number]): string[] {
  return [source, incomplete ? `${format}, cut off` : format, digest ?? 'not known'];
}

function table<Item>(
  name: string,
  heads: readonly string[],
  items: readonly Item[],
  row: (item: Item) => readonly string[],
): Html {
  return markup`<div class="wide" tabindex="0" role="region" aria-label="${name}">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => markup`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${items.map(
          (item) =>
            markup`<tr>
              ${row(item).map((text) => markup`<td>${brief(text)}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function capped<Item>(items: readonly Item[], show: (item: Item) => Html): Part {
  const more = items.length - most;
  return [...items.slice(0, most).map(show), more > 0 ? markup`<li>and ${more} more</li>` : undefined];
}
