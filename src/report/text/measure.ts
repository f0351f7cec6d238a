/** How many columns of a terminal a text takes. */
export type Measure = (text: string) => number;

/** Right for Latin, Greek, Cyrillic and the arrows and marks that reports write themselves. */
export const narrow: Measure = (text) => text.length;

// Everything else may be wide (CJK, emoji), combine with its neighbour, or take two UTF-16 units.
const beyondNarrow =
  /[^\t\n\u0020-\u007e\u00a0-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u203a\u2190-\u21ff\u2500-\u257f\u2713\u2717]/u;

/**
 * Lays text out with the quick measure, and once more with the exact one where the result holds characters
 * that it cannot judge; only then is the table of character widths loaded.
 */
export async function laidOut(layOut: (measure: Measure) => string): Promise<string> {
  const text = layOut(narrow);
  return beyondNarrow.test(text) ? layOut(await exact()) : text;
}

/** The measure that is right for these texts. */
export async function measureFor(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) if (beyondNarrow.test(text)) return exact();
  return narrow;
}

async function exact(): Promise<Measure> {
  const { default: stringWidth } = await import('string-width');
  return (part) => stringWidth(part);
}
