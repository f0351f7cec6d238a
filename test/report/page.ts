import { ink } from '../../src/report/text/ink.ts';
import { narrow } from '../../src/report/text/measure.ts';
import type { Page } from '../../src/report/text/page.ts';

/** A page without colour; a width as of a terminal, or none as in a pipe. */
export function page(width?: number): Page {
  return { width, ink: ink(false), measure: narrow };
}
