import { oneLine } from '../text/page.ts';

const longest = 200;

/** A text that names something, on one line and no longer than anybody reads. */
export function brief(text: string): string {
  const line = oneLine(text);
  return line.length <= longest ? line : `${line.slice(0, longest)}… (${line.length} characters)`;
}
