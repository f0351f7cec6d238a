import type { Craft } from './craft.ts';
import { factCraft } from './fact-craft.ts';
import { inspectionCraft } from './inspection-craft.ts';

/** The crafts by name, as threads tell each other of them. */
export const crafts = { inspection: inspectionCraft, facts: factCraft } as const satisfies Record<string, () => Craft>;

export type CraftName = keyof typeof crafts;
