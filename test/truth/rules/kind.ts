/** Rules that stand by themselves: no features, fixed cases only. */
import type { Kind } from '../lab/kind.ts';
import type { RuleCase } from './case.ts';
import { fixed } from './fixed.ts';
import { runRules } from './run.ts';

export const rules: Kind<RuleCase> = {
  name: 'rules',
  unit: 'rules',
  usual: 0,
  features: {},
  possible: () => true,
  fixed,
  generate: () => [],
  run: runRules,
  classify: (observed) => observed.replace(/,.*$/u, ''),
  smaller: () => [],
};
