import type { Explanation } from '../errors.ts';
import { printable } from '../printable.ts';
import { withoutSecrets } from '../secrets/find-secrets.ts';

/** One message: what, where, what it means, what to do, each on a line of its own. */
export function describeUserError(error: Explanation, name: string): string {
  const rest = [error.where && `at ${error.where}`, error.meaning, error.todo];
  const lines = rest.filter((line) => line !== undefined && line !== '');
  return printable(withoutSecrets([`${name}: ${error.what}`, ...lines.map((line) => `  ${line}`)].join('\n')));
}
