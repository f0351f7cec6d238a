import {
  DROP_NODE,
  ENTRY_SIZE,
  HAS_TWINS,
  HEAD_SIZE,
  IS_EMITTED,
  IS_OPAQUE,
  IS_SHAPED,
  IS_WHOLE,
  LEADS_TO_EMIT,
  LONGEST_NAME,
  NODE_BASE,
  NODE_EMIT,
  NODE_ITEMS,
  NODE_MASK,
  NODE_MEMBERS,
  NODE_SIZE,
  NODE_TABLE,
  ROOT_NODE,
  WHOLE_NODE,
} from './kernel/layout.ts';
import { nameHash } from './kernel/names.ts';
import { camelCase } from './plan.ts';
import type { Plan } from './plan.ts';

/** A plan as the machine reads it. */
export interface CompiledPlan {
  /** What stands in the heap from `HEAD_SIZE` on. */
  readonly bytes: Uint8Array;
  /** The address of `truefalsenull`. */
  readonly wordsAt: number;
  /** The names of what is emitted, by their numbers. */
  readonly emits: readonly string[];
}

interface Node {
  readonly plan: Plan;
  readonly names: Map<string, number>;
  members: number;
  items: number;
  base: number;
  /** Something is emitted here or below. */
  leads: boolean;
  /** Something is emitted below. */
  leadsOn: boolean;
  /** Here or below may be strings that are taken out. */
  holes: boolean;
}

const compiled = new WeakMap<Plan, CompiledPlan>();

/** The plan in the machine's form; made once for each plan. */
export function compilePlan(plan: Plan): CompiledPlan {
  const known = compiled.get(plan);
  if (known !== undefined) return known;
  const made = layOut(numbered(plan));
  compiled.set(plan, made);
  return made;
}

/** All plans that can be reached, by number. */
function numbered(root: Plan): readonly Node[] {
  const nodes: Node[] = [node({}), node({ whole: true })];
  const numbers = new Map<Plan, number>();
  const visit = (plan: Plan | undefined): number => {
    if (plan === undefined) return DROP_NODE;
    const isWhole = plan.whole === true && plan.emit === undefined && plan.opaque !== true;
    if (isWhole && nodes.length > ROOT_NODE) return WHOLE_NODE;
    const known = numbers.get(plan);
    if (known !== undefined) return known;
    const made = node(plan);
    const number = nodes.push(made) - 1;
    numbers.set(plan, number);
    if (plan.whole !== true) {
      for (const [name, below] of Object.entries(plan.fields ?? {})) {
        const child = visit(below);
        made.names.set(name, child);
        made.names.set(camelCase(name), child);
      }
      made.members = visit(plan.members);
      made.base = visit(plan.base);
      made.items = visit(plan.items);
    }
    return number;
  };
  visit(root);
  markAbove(nodes);
  return nodes;
}

function node(plan: Plan): Node {
  const leads = plan.emit !== undefined;
  const children = { names: new Map<string, number>(), members: DROP_NODE, items: DROP_NODE, base: DROP_NODE };
  return { plan, ...children, leads, leadsOn: false, holes: plan.opaque === true };
}

/** What holds of a child holds of the node above it; plans may be circular, hence the repetition. */
function markAbove(nodes: readonly Node[]): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const each of nodes) {
      const below = [...each.names.values(), each.members, each.items, each.base].map((number) => nodes[number]);
      each.leadsOn = below.some((child) => child?.leads === true);
      const leads = each.leads || each.leadsOn;
      const holes = each.holes || below.some((child) => child?.holes === true);
      if (leads !== each.leads || holes !== each.holes) changed = true;
      each.leads = leads;
      each.holes = holes;
    }
  }
}

function flagsOf({ plan, leads, leadsOn, holes }: Node): number {
  const isEmitted = plan.emit !== undefined;
  return (
    (plan.whole === true ? IS_WHOLE : 0) |
    (isEmitted ? IS_EMITTED : 0) |
    (leads ? LEADS_TO_EMIT : 0) |
    (plan.opaque === true ? IS_OPAQUE : 0) |
    (isEmitted && holes ? IS_SHAPED : 0) |
    (isEmitted && holes && !leadsOn ? HAS_TWINS : 0)
  );
}

function layOut(nodes: readonly Node[]): CompiledPlan {
  const emits = [...new Set(nodes.flatMap(({ plan }) => plan.emit ?? []))];
  const bytes = new Uint8Array(sizeOf(nodes));
  const words = new Int32Array(bytes.buffer);
  const set = (at: number, value: number): void => {
    words[(at - HEAD_SIZE) >> 2] = value;
  };
  const get = (at: number): number => words[(at - HEAD_SIZE) >> 2] ?? 0;
  let free = HEAD_SIZE + nodes.length * NODE_SIZE;
  const place = (text: Uint8Array): number => {
    const at = free;
    bytes.set(text, at - HEAD_SIZE);
    free = at + aligned(text.length);
    return at;
  };
  for (const [number, each] of nodes.entries()) {
    const { plan, names, members, items, base } = each;
    const at = HEAD_SIZE + number * NODE_SIZE;
    set(at, flagsOf(each));
    set(at + NODE_EMIT, plan.emit === undefined ? -1 : emits.indexOf(plan.emit));
    set(at + NODE_MEMBERS, members);
    set(at + NODE_ITEMS, items);
    set(at + NODE_BASE, base);
    const size = tableSize(names.size);
    const table = free;
    free += size * ENTRY_SIZE;
    set(at + NODE_TABLE, table);
    set(at + NODE_MASK, size - 1);
    for (const [name, child] of names) {
      const text = Buffer.from(name);
      let hash = nameHash(text[0] ?? 0, text[text.length >> 1] ?? 0, text[text.length - 1] ?? 0, text.length);
      const entry = (): number => table + (hash & (size - 1)) * ENTRY_SIZE;
      while (get(entry() + 4) !== 0) hash += 1;
      set(entry(), place(text));
      set(entry() + 4, text.length);
      set(entry() + 8, child);
    }
  }
  const wordsAt = place(Buffer.from('truefalsenull'));
  return { bytes, wordsAt, emits };
}

/** A power of two with room to spare, so that a look-up ends; 0 for no table. */
function tableSize(names: number): number {
  return names === 0 ? 0 : 2 ** Math.ceil(Math.log2(names * 2));
}

/** Names stand at multiples of 16, with room behind them for whoever compares sixteen bytes at once. */
function aligned(length: number): number {
  return (length + 31) & ~15;
}

function sizeOf(nodes: readonly Node[]): number {
  let size = nodes.length * NODE_SIZE + 64;
  for (const { names } of nodes) {
    size += tableSize(names.size) * ENTRY_SIZE;
    for (const name of names.keys()) {
      // oxlint-disable-next-line no-control-regex -- ASCII is what is meant
      if (!/^[\u0001-\u007f]{1,255}$/u.test(name)) {
        throw new RangeError(`a plan's names are ASCII, 1 to ${LONGEST_NAME} bytes long: ${name.slice(0, 40)}`);
      }
      size += aligned(name.length);
    }
  }
  return size;
}
