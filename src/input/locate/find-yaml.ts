import { LineCounter, isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document, Node } from 'yaml';
import type { JsonValue } from '../model.ts';
import { camelCase } from '../json/plan.ts';
import { asJson, parseYaml } from '../text/read-yaml.ts';

/** Where tokens lead in a YAML document, or as far as they do. */
export interface FoundInYaml {
  /** The tokens that were followed, as spelled in the source. */
  readonly tokens: readonly string[];
  /** Tokens that go on inside of a text that is YAML itself (`data.mesh` of a ConfigMap). */
  readonly inner: readonly string[];
  readonly absent: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly value: JsonValue;
}

/** A YAML text that was parsed for looking things up in it. */
export interface ParsedYaml {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

export function parseForLookup(text: string): ParsedYaml {
  const lines = new LineCounter();
  return { documents: parseYaml(text, lines), lines };
}

/** Follows tokens in one document; undefined when there is no such document. */
export function findInYaml(yaml: ParsedYaml, document: number, tokens: readonly string[]): FoundInYaml | undefined {
  const { lines, documents } = yaml;
  const parsed = documents[document];
  if (parsed === undefined) return undefined;
  const { node, offset, ...path } = follow(parsed, tokens);
  const { line, col: column } = lines.linePos(offset);
  const outer = { ...path, inner: [], line, column, value: asJson(node?.toJS(parsed) ?? null) };
  if (!isScalar(node) || typeof node.value !== 'string' || path.absent.length === 0) return outer;
  const embedded = findInYaml(parseForLookup(node.value), 0, path.absent);
  if (embedded === undefined || embedded.tokens.length === 0) return outer;
  const inner = { inner: embedded.tokens, absent: embedded.absent, value: embedded.value };
  // Only a block scalar has the lines of its text as lines of its own, below the line of its key.
  if (node.type !== 'BLOCK_LITERAL') return { ...outer, ...inner };
  return { ...outer, ...inner, line: line + embedded.line, column: 1 };
}

interface Followed {
  readonly tokens: readonly string[];
  readonly absent: readonly string[];
  readonly node: Node | undefined;
  /** Of the key, where it has one. */
  readonly offset: number;
}

function follow(document: Document.Parsed, tokens: readonly string[]): Followed {
  let node = resolved(document.contents, document);
  let offset = node?.range?.[0] ?? document.range[0];
  const followed: string[] = [];
  for (const token of tokens) {
    const child = childOf(node, token);
    if (child === undefined) break;
    followed.push(child.key);
    offset = child.offset;
    node = resolved(child.node, document);
  }
  return { tokens: followed, absent: tokens.slice(followed.length), node, offset };
}

interface Child {
  readonly key: string;
  readonly node: unknown;
  readonly offset: number;
}

function childOf(node: Node | undefined, token: string): Child | undefined {
  if (isSeq(node)) {
    const item: unknown = /^\d+$/.test(token) ? node.items[Number(token)] : undefined;
    return isNode(item) ? { key: token, node: item, offset: item.range?.[0] ?? 0 } : undefined;
  }
  if (!isMap(node)) return undefined;
  const named = (name: string): Child | undefined => {
    const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === name);
    if (pair === undefined || !isNode(pair.key)) return undefined;
    return { key: name, node: pair.value, offset: pair.key.range?.[0] ?? 0 };
  };
  return named(token) ?? named(camelCase(token));
}

function resolved(node: unknown, document: Document.Parsed): Node | undefined {
  if (isAlias(node)) return node.resolve(document);
  return isNode(node) ? node : undefined;
}
