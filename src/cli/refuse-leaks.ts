import { InputError } from '../errors.ts';
import { scanForLeaks, type Leak } from '../redact/leak-scan.ts';

/** Throws where a text that is about to be written holds what looks like a secret. Nothing of it is repeated. */
export function refuseLeaks(text: string, name: string): void {
  refuse(scanForLeaks(text), name);
}

/** The same, where the text was looked through already. */
export function refuse(leaks: readonly Leak[], name: string): void {
  const [first, ...others] = leaks;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : `, and ${others.length} more places like it`;
  throw new InputError({
    what: `${named(first)} would be written`,
    where: `${name}:${first.line}:${first.column}`,
    meaning: `${first.length} characters there look like one${more}. Nothing was written.`,
    todo: 'Look at what the dump says there, or leave that dump out. If it is no secret, please report it without the text itself.',
  });
}

function named({ kind }: Leak): string {
  return kind === 'authorization' ? 'a credential of an authorization header' : `a ${kind}`;
}
