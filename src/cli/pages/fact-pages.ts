/** Pages of `facts`: the lines of a proxy but for the first, which tells whose they are. */
import { isOfProxies, resourceLine } from '../../envoy/fact-lines.ts';
import { resourcePlan } from '../../envoy/projection.ts';
import { readsMoreMarks, standingMarksRead } from '../../envoy/read/without-unread.ts';
import type { TextTaker } from '../../input/json/filling.ts';
import type { RawProxy, RawResource } from '../../input/model.ts';
import type { Take } from '../../input/recall/recall.ts';
import { jsonText } from '../../report/document/json-text.ts';
import type { PageMaker, Draft } from './page-maker.ts';
import { escapeInJson } from './escape-in-json.ts';
import { fillings, stencilFor } from './fillings.ts';
import { Lines } from './lines.ts';
import type { Page } from './page.ts';
import type { Spool } from './spool.ts';

/** What is made of a resource instead of facts. */
interface WrittenLine {
  readonly text: string;
  /** It is a cluster that asks for marks of endpoints that no other asks for, as a rule. */
  readonly asksForMore: boolean;
}

export function factPages(): PageMaker {
  return {
    reading: { resource: resourcePlan, facts: writtenIfMany, escape: escapeInJson },
    draft: (spool) => new FactDraft(spool),
  };
}

class FactDraft implements Draft {
  readonly #lines: Lines;
  isFit = true;
  hasTaken = false;

  constructor(spool: Spool) {
    this.#lines = new Lines(spool, () => '\n');
  }

  readonly take: Take = (resource) => {
    // A ztunnel is known by what is in its dump.
    if (!isOfProxies(resource) || resource.kind === 'ztunnel') return false;
    const { facts, value, place } = resource;
    const { text, asksForMore } = isWritten(facts) ? facts : written({ ...resource, value: value ?? {} });
    // What is learned from one line does not say of which document another is.
    if (asksForMore || place.document !== undefined) this.isFit = false;
    this.#lines.append(text);
    this.hasTaken = true;
    // These tell whose dump it is.
    return resource.kind !== 'bootstrap' && resource.kind !== 'server-info';
  };

  readonly fillingOf = fillings((recipe, source) => {
    const { facts } = recipe.example;
    const text = recipe.stencilOf('facts', 'text');
    if (!isWritten(facts) || text === undefined) return undefined;
    const line = stencilFor([{ text: this.#lines.before }, ...text], recipe, source);
    return { text: line, aside: this.#lines.asideOf(line), into: this.#taker };
  });

  readonly #taker: TextTaker = { latest: () => '', take: (filled) => this.#lines.appendLines(filled) };

  settle(): void {
    this.#lines.settle();
  }

  finish({ name, namespace }: RawProxy): Omit<Page, 'spool'> | undefined {
    if (!this.isFit) return undefined;
    return { name, namespace, texts: { lines: this.#lines.stretches }, written: '' };
  }
}

/** The kinds of which a proxy has many, and whose lines are learned. */
const numerous: ReadonlySet<RawResource['kind']> = new Set(['listener', 'cluster', 'endpoints', 'route', 'secret']);

/** `ReadOptions.facts` */
function writtenIfMany(resource: RawResource): WrittenLine | undefined {
  return numerous.has(resource.kind) ? written(resource) : undefined;
}

function written(resource: RawResource): WrittenLine {
  return {
    text: jsonText(resourceLine(resource, standingMarksRead)),
    asksForMore: resource.kind === 'cluster' && readsMoreMarks(resource.value),
  };
}

function isWritten(facts: unknown): facts is WrittenLine {
  return typeof facts === 'object' && facts !== null && 'asksForMore' in facts;
}
