import type { CommandEntry } from './command.ts';

/**
 * Every command, in the order of `--help`. A new command is a file in `commands/` that exports
 * `define`, and one line here:
 *
 *     { name: 'edges', summary: '…', load: () => import('./commands/edges.ts') },
 */
export const commands: readonly CommandEntry[] = [
  {
    name: 'check',
    summary: 'hold expectations about edges against what the dumps say, for CI',
    load: () => import('./commands/check.ts'),
  },
];
