import type { ReportContent } from '../content/content.ts';
import { worstFirst, outcomeWords } from '../outcome-words.ts';
import { edgeData } from './edge-data.ts';
import { markup, jsonBlock } from './markup.ts';
import type { Section } from './section.ts';

const columns = [
  ['from', 'From'],
  ['to', 'To'],
  ['server', 'Server'],
  ['outcome', 'Outcome'],
  ['why', 'Why'],
] as const;

/** The table of all edges: the script fills it from the data that follows, a page at a time. */
export function edgesSection({ edges, explained }: ReportContent): Section {
  const present = worstFirst.filter((outcome) => edges.some((edge) => edge.outcome === outcome));
  const body = markup`<noscript
      ><p>
        The table needs the script of this file, which this viewer does not run. The explanations below do not.
      </p></noscript
    >
    <div id="table" hidden>
      <form class="controls" role="search" aria-label="Edges">
        <label
          >Search <input type="search" id="search" autocomplete="off" spellcheck="false" aria-describedby="search-hint"
        /></label>
        <label
          >Namespace
          <select id="namespace">
            <option value="">all</option>
          </select></label
        >
        <fieldset>
          <legend>Outcome</legend>
          ${present.map(
            (outcome) =>
              markup`<label
                ><input type="checkbox" name="outcome" value="${outcome}" checked />
                ${outcomeWords[outcome].name}</label
              > `,
          )}
        </fieldset>
        <p id="search-hint" class="t-dim">Words must all be found; from:NAME and to:NAME look at one end only.</p>
      </form>
      <p id="count" role="status"></p>
      <div class="wide" tabindex="0" role="region" aria-label="Table of edges">
        <table>
          <caption class="spoken">
            Edges of the mesh, a page at a time
          </caption>
          <thead>
            <tr>
              ${columns.map(([key, name]) => markup`<th scope="col"><button type="button" data-sort="${key}">${name}</button></th>`)}
            </tr>
          </thead>
          <tbody id="rows"></tbody>
        </table>
      </div>
      <nav class="pager" aria-label="Pages of the table">
        <button type="button" id="previous">Previous</button> <span id="page"></span>
        <button type="button" id="next">Next</button>
      </nav>
    </div>
    ${jsonBlock('data', edgeData(edges, explained))}`;
  return { id: 'edges', name: 'Edges', body };
}
