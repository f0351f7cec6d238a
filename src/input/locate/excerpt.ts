import { printable } from '../../printable.ts';
import type { JsonValue } from '../model.ts';
import { isObject } from '../spelling.ts';
import { masked } from './mask.ts';

const maxLines = 8;
const maxColumns = 160;

/** How a value is written: as its source is. */
export type Render = (key: string | undefined, value: JsonValue) => string;

/**
 * A few lines that show the value at `tokens`: whole where it is small, else with what is inside of its members left
 * out. Secrets are masked and what a terminal would act on is escaped.
 */
export function excerptOf(value: JsonValue, tokens: readonly string[], render: Render): string {
  const safe = masked(value, tokens);
  const last = tokens.at(-1);
  const key = last === undefined || /^\d+$/.test(last) ? undefined : last;
  const versions = [safe, pruned(safe, 2), pruned(safe, 1)].map((version) => render(key, version).split('\n'));
  const lines = versions.find((each) => each.length <= maxLines) ?? versions.at(-1) ?? [];
  const kept = lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 1), '…'];
  return kept.map((line) => printable(shortened(line))).join('\n');
}

export const renderJson: Render = (key, value) => {
  const text = JSON.stringify(value, undefined, 2).replaceAll(`"${ellipsis}"`, ellipsis);
  return key === undefined ? text : `${JSON.stringify(key)}: ${text}`;
};

/** Stands for what is left out; printed without quotes. */
const ellipsis = '…';

function pruned(value: JsonValue, levels: number): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isObject(value)) {
    const members = Object.entries(value);
    if (members.length > 0 && levels === 0) return ellipsis;
    return Object.fromEntries(members.map(([key, member]) => [key, pruned(member, levels - 1)]));
  }
  if (value.length > 0 && levels === 0) return ellipsis;
  const first = value.slice(0, 3).map((item) => pruned(item, levels - 1));
  return value.length > 3 ? [...first, ellipsis] : first;
}

function shortened(line: string): string {
  return line.length > maxColumns ? `${line.slice(0, maxColumns - 1)}…` : line;
}
