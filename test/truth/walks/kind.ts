/** Whole walks, from what an application dials to what the server's chain does: fixed cases only. */
import type { Kind } from '../lab/kind.ts';
import type { WalkCase } from './case.ts';
import { runWalks } from './run.ts';
import { scenes } from './scenes.ts';

export const walks: Kind<WalkCase> = {
  name: 'walks',
  unit: 'walks',
  usual: 0,
  features: {},
  possible: () => true,
  fixed: Object.keys(scenes).map((name) => ({ name })),
  generate: () => [],
  run: runWalks,
  classify: (observed) => observed,
  smaller: () => [],
};
