/** The kinds of cases, one line each. */
import { chains } from './chains/kind.ts';
import { judge, type Judge } from './lab/judge.ts';
import { sockets } from './sockets/kind.ts';

export const kinds: readonly Judge[] = [judge(chains), judge(sockets)];
