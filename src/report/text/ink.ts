import { Chalk } from 'chalk';

/** What a piece of text is to the reader; the colour follows from it and never carries meaning alone. */
export type Tone = 'plain' | 'good' | 'bad' | 'doubt' | 'strong' | 'dim' | 'code';

/** A run of text with one tone. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** Puts colour on text that is already laid out. */
export type Ink = (span: Span) => string;

/** Ink for a terminal, or none for everything else. */
export function ink(colour: boolean): Ink {
  if (!colour) return ({ text }) => text;
  // Level 1 is the sixteen colours every terminal theme defines, so that contrast stays the theme's business.
  const chalk = new Chalk({ level: 1 });
  const colours = {
    plain: String,
    good: chalk.green,
    bad: chalk.red,
    doubt: chalk.yellow,
    strong: chalk.bold,
    dim: chalk.dim,
    code: chalk.cyan,
  } satisfies Record<Tone, (text: string) => string>;
  return ({ text, tone }) => colours[tone](text);
}

/** A span; text is plain unless said otherwise. */
export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}
