import type { Html } from './markup.ts';

/** A chapter of the report. */
export interface Section {
  readonly id: string;
  readonly name: string;
  readonly body: Html;
}
