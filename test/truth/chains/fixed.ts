/** Fixed cases: each pins one rule, named as `docs/envoy-truths.md` names it. */
import type { ChainCase } from './case.ts';

export const fixed: readonly ChainCase[] = [];
