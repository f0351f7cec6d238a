/** The kinds of cases, one line each. */
import { chains } from './chains/kind.ts';
import { applications, clientTrust, negotiation, serverTrust } from './handshakes/kinds.ts';
import { judge, type Judge } from './lab/judge.ts';
import { rules } from './rules/kind.ts';
import { sockets } from './sockets/kind.ts';
import { walks } from './walks/kind.ts';

export const kinds: readonly Judge[] = [
  judge(chains),
  judge(sockets),
  judge(negotiation),
  judge(clientTrust),
  judge(serverTrust),
  judge(applications),
  judge(rules),
  judge(walks),
];
