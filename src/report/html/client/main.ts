/** The script of the HTML report: the table, links into it, and everything unfolded on paper. */
import type { EdgeData } from './data.ts';
import { byId } from './element.ts';
import { Table } from './table.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the file's own data, written together with this script
const data = JSON.parse(byId('data', HTMLScriptElement).textContent) as EdgeData;
const table = new Table(data);

/** Opens what the address names: an explanation, or else the row of an edge. */
function follow(): void {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name.startsWith('edge-')) return;
  const target = document.getElementById(name);
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
    target.querySelector('summary')?.focus();
    return;
  }
  table.show(name.slice('edge-'.length));
}

addEventListener('hashchange', follow);

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null) return;
  const { from, to } = link.dataset;
  if (from !== undefined && to !== undefined) {
    event.preventDefault();
    table.between(from, to);
    return;
  }
  // A link to where one is already changes no address.
  if (link.hash !== '' && link.hash === location.hash) follow();
});

// A folded explanation is no use on paper.
let folded: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const each of folded) each.open = true;
});
addEventListener('afterprint', () => {
  for (const each of folded) each.open = false;
});

follow();
