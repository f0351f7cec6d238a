import type { PageMaker } from './page-maker.ts';
import { factPages } from './fact-pages.ts';
import { inspectionPages } from './inspection-pages.ts';

/** Makers of pages by name, as threads tell each other of them. */
export const pageMakers = { inspection: inspectionPages, facts: factPages } as const satisfies Record<
  string,
  () => PageMaker
>;

export type PageMakerName = keyof typeof pageMakers;
