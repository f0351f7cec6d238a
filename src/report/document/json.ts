import { lists, proxyLists } from '../../inspection/document.ts';
import type { InspectionRecord } from '../../inspection/records.ts';
import { jsonText } from './json-text.ts';

/** What a document is made of. */
export type DocumentRecord = TextRecord | WrittenRecords;

/** What is text in a document, and no bytes. */
export type TextRecord = InspectionRecord | WrittenEdge;

type ListName = keyof typeof lists;
export type ProxyListName = keyof typeof proxyLists;

/**
 * Records of a proxy that are text already, in pieces: each record stands behind `beforeItem`. Bytes were looked
 * through for secrets.
 */
export interface WrittenRecords {
  readonly kind: 'written';
  readonly list: ProxyListName;
  readonly pieces: Iterable<string | Uint8Array>;
}

const indentOfLists = '      ';

/** What stands before each record of a proxy but the first of a list, where its comma is left out. */
export const beforeItem = `,\n${indentOfLists}  `;

/** An edge that is text already: that of its record, without its kind. */
export interface WrittenEdge {
  readonly kind: 'written-edge';
  readonly text: string;
}

/**
 * The inspection as one JSON document, written while its records arrive: nothing is held back, so memory does
 * not grow with the mesh. Records stand on a line each, for people who grep. Pieces that are bytes are those of
 * `WrittenRecords`.
 */
export function jsonDocument(records: AsyncIterable<TextRecord> | Iterable<TextRecord>): AsyncGenerator<string>;
export function jsonDocument(
  records: AsyncIterable<DocumentRecord> | Iterable<DocumentRecord>,
): AsyncGenerator<string | Uint8Array>;
export async function* jsonDocument(
  records: AsyncIterable<DocumentRecord> | Iterable<DocumentRecord>,
): AsyncGenerator<string | Uint8Array> {
  const document = new Lists(Object.keys(lists), '  ');
  let proxy: Lists | undefined;
  for await (const record of records) {
    if (record.kind === 'written') {
      if (proxy !== undefined) yield* proxy.written(record);
      continue;
    }
    if (record.kind === 'written-edge') {
      if (proxy !== undefined) yield `${proxy.end()}}`;
      proxy = undefined;
      yield document.item('edges', record.text);
      continue;
    }
    const { kind, ...value } = record;
    if (kind === 'inspection') {
      yield `{\n  ${jsonText(value).slice(1, -1)}`;
      continue;
    }
    const inner = proxyListOf(kind);
    if (inner !== undefined) {
      if (proxy !== undefined) yield proxy.item(inner, jsonText(value));
      continue;
    }
    if (proxy !== undefined) yield `${proxy.end()}}`;
    proxy = kind === 'proxy' ? new Lists(Object.keys(proxyLists), indentOfLists) : undefined;
    const text = jsonText(value);
    yield document.item(listOf(kind), proxy === undefined ? text : text.slice(0, -1));
  }
  if (proxy !== undefined) yield `${proxy.end()}}`;
  yield `${document.end()}\n}\n`;
}

/** Lists that are members of one object, in a fixed order, each written once even when it is empty. */
class Lists {
  readonly #names: readonly string[];
  readonly #indent: string;
  #open = -1;
  #items = 0;

  constructor(names: readonly string[], indent: string) {
    this.#names = names;
    this.#indent = indent;
  }

  /** The text that an item adds; opens its list, and all before it, when that has not happened yet. */
  item(name: string, text: string): string {
    const opened = this.#advanceTo(this.#names.indexOf(name));
    const comma = this.#items === 0 ? '' : ',';
    this.#items += 1;
    return `${opened}${comma}\n${this.#indent}  ${text}`;
  }

  /** What many items add that are text already. */
  *written({ list, pieces }: WrittenRecords): Generator<string | Uint8Array> {
    for (const piece of pieces) {
      const opened = this.#advanceTo(this.#names.indexOf(list));
      if (opened !== '') yield opened;
      if (this.#items > 0) yield piece;
      else yield typeof piece === 'string' ? piece.slice(1) : piece.subarray(1);
      this.#items += 1;
    }
  }

  /** The text that closes everything. */
  end(): string {
    const opened = this.#advanceTo(this.#names.length - 1);
    return `${opened}${this.#closing()}`;
  }

  #advanceTo(at: number): string {
    let text = '';
    while (this.#open < at) {
      if (this.#open >= 0) text += this.#closing();
      this.#open += 1;
      this.#items = 0;
      text += `,\n${this.#indent}${JSON.stringify(this.#names[this.#open])}: [`;
    }
    return text;
  }

  #closing(): string {
    return this.#items === 0 ? ']' : `\n${this.#indent}]`;
  }
}

function listOf(kind: InspectionRecord['kind']): ListName {
  const names: readonly ListName[] = ['sources', 'problems', 'proxies', 'edges'];
  return names.find((name) => lists[name] === kind) ?? 'notes';
}

function proxyListOf(kind: InspectionRecord['kind']): ProxyListName | undefined {
  const names: readonly ProxyListName[] = ['listeners', 'clusters', 'endpoints', 'secrets', 'modes'];
  return names.find((name) => proxyLists[name] === kind);
}
