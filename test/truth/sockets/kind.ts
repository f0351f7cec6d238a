/** Transport socket selection: which socket a cluster uses towards an endpoint. */
import type { Kind } from '../lab/kind.ts';
import type { SocketCase } from './case.ts';
import { fixed } from './fixed.ts';
import { features, generate, possible } from './generate.ts';
import { runSockets } from './run.ts';
import { smaller } from './smaller.ts';

export const sockets: Kind<SocketCase> = {
  name: 'transport-sockets',
  unit: 'endpoints',
  usual: 4000,
  features,
  possible,
  fixed,
  generate,
  run: runSockets,
  classify: (observed) => (observed === 'default' ? 'default' : 'a match'),
  smaller,
};
