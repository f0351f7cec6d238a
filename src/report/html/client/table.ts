import type { EdgeData, EdgeRow } from './data.ts';
import { byId, element } from './element.ts';
import { sortRows, wantedRows, type SortKey } from './search.ts';

const pageSize = 100;

/** The table of edges: what is wanted of them, in which order, one page of it. */
export class Table {
  readonly #data: EdgeData;
  readonly #search = byId('search', HTMLInputElement);
  readonly #namespace = byId('namespace', HTMLSelectElement);
  readonly #body = byId('rows', HTMLTableSectionElement);
  readonly #buttons = [...document.querySelectorAll<HTMLButtonElement>('button[data-sort]')];
  #sort: SortKey = 'outcome';
  #descending = false;
  #rows: EdgeRow[] = [];
  #page = 0;
  #open = '';

  constructor(data: EdgeData) {
    this.#data = data;
    const namespaces = new Set(data.rows.flatMap((row) => row[6]));
    for (const name of [...namespaces].map((at) => this.#text(at)).toSorted()) {
      this.#namespace.append(element('option', name));
    }
    byId('table', HTMLDivElement).addEventListener('input', () => this.#refresh());
    byId('table', HTMLDivElement).addEventListener('submit', (event) => event.preventDefault());
    for (const button of this.#buttons) button.addEventListener('click', () => this.#sortBy(button.dataset['sort']));
    byId('previous', HTMLButtonElement).addEventListener('click', () => this.#turn(-1));
    byId('next', HTMLButtonElement).addEventListener('click', () => this.#turn(1));
    this.#refresh();
    byId('table', HTMLDivElement).hidden = false;
  }

  /** Shows the edges between two ends. */
  between(from: string, to: string): void {
    this.#search.value = `from:${from} to:${to}`;
    for (const box of this.#boxes()) box.checked = true;
    this.#namespace.value = '';
    this.#refresh();
    this.#search.focus();
  }

  /** Brings the row of an edge into view with what is known of it; false where there is no such edge. */
  show(id: string): boolean {
    if (!this.#data.rows.some((row) => row[0] === id)) return false;
    if (!this.#rows.some((row) => row[0] === id)) {
      this.#search.value = '';
      this.#namespace.value = '';
      for (const box of this.#boxes()) box.checked = true;
      this.#refresh();
    }
    this.#page = Math.floor(this.#rows.findIndex((row) => row[0] === id) / pageSize);
    this.#open = id;
    this.#draw();
    const link = this.#body.querySelector<HTMLElement>(`a[href="#edge-${CSS.escape(id)}"]`);
    link?.scrollIntoView({ block: 'center' });
    link?.focus();
    return true;
  }

  #boxes(): HTMLInputElement[] {
    return [...document.querySelectorAll<HTMLInputElement>('input[name="outcome"]')];
  }

  #text(at: number): string {
    return this.#data.texts[at] ?? '';
  }

  #refresh(): void {
    const checked = new Set(this.#boxes().flatMap((box) => (box.checked ? [box.value] : [])));
    const outcomes = new Set(this.#data.outcomes.flatMap(({ outcome }, at) => (checked.has(outcome) ? [at] : [])));
    this.#rows = wantedRows(this.#data, { query: this.#search.value, namespace: this.#namespace.value, outcomes });
    sortRows(this.#data, this.#rows, this.#sort, this.#descending);
    this.#page = 0;
    this.#draw();
  }

  #sortBy(key: string | undefined): void {
    const found = (['from', 'to', 'server', 'outcome', 'why'] as const).find((each) => each === key);
    if (found === undefined) return;
    this.#descending = found === this.#sort && !this.#descending;
    this.#sort = found;
    this.#refresh();
  }

  #turn(by: number): void {
    this.#page += by;
    this.#draw();
  }

  #draw(): void {
    const pages = Math.max(1, Math.ceil(this.#rows.length / pageSize));
    const start = this.#page * pageSize;
    this.#body.replaceChildren(...this.#rows.slice(start, start + pageSize).flatMap((row) => this.#drawn(row)));
    byId('count', HTMLParagraphElement).textContent = `${this.#rows.length} of ${this.#data.rows.length} edges`;
    byId('page', HTMLSpanElement).textContent = `Page ${this.#page + 1} of ${pages}`;
    byId('previous', HTMLButtonElement).disabled = this.#page === 0;
    byId('next', HTMLButtonElement).disabled = this.#page + 1 >= pages;
    for (const button of this.#buttons) {
      const sorted = button.dataset['sort'] === this.#sort;
      button.parentElement?.setAttribute(
        'aria-sort',
        sorted ? (this.#descending ? 'descending' : 'ascending') : 'none',
      );
    }
  }

  #drawn(row: EdgeRow): HTMLElement[] {
    const [id, from, to, server, outcome, why, , explained] = row;
    const line = element('tr');
    const link = element('a', this.#text(from));
    link.setAttribute('href', `#edge-${id}`);
    const { outcome: word = '', name = '', mark = '' } = this.#data.outcomes[outcome] ?? {};
    const badge = element('span', '', `badge o-${word}`);
    const sign = element('span', mark);
    sign.setAttribute('aria-hidden', 'true');
    badge.append(sign, ` ${name}`);
    const cells = [this.#text(to), this.#text(server), badge, this.#text(why)];
    for (const content of [link, ...cells]) {
      const cell = element('td');
      cell.append(content);
      line.append(cell);
    }
    if (explained === 1 || id !== this.#open) return [line];
    return [line, this.#detail(row)];
  }

  /** What can be said of an edge that is not explained in this file. */
  #detail([, from, to, , , why]: EdgeRow): HTMLElement {
    const line = element('tr');
    const cell = element('td');
    cell.setAttribute('colspan', '5');
    const command = element('code', `mtlscope explain ${this.#text(from)} ${this.#text(to)} SOURCES`);
    cell.append(element('p', this.#text(why)), 'Not explained in this file. Ask: ', command);
    line.append(cell);
    return line;
  }
}
