/**
 * Fixed cases: each pins one rule by its name. Where a rule surprises, `docs/envoy-truths.md` tells it under that name.
 * The listener is dialled from 127.1.2.3 unless a case says otherwise.
 */
import type { ChainCase } from './case.ts';
import { filterRules } from './fixed-filters.ts';
import { handOverRules } from './fixed-hand-over.ts';
import { matchRules } from './fixed-match.ts';
import { matcherRules } from './fixed-matcher.ts';
import { place, type Rule } from './rule.ts';

const rules: Readonly<Record<string, Rule>> = { ...matchRules, ...filterRules, ...handOverRules, ...matcherRules };

export const fixed: readonly ChainCase[] = Object.entries(rules).map(([name, rule], at) => place(name, rule, at));
