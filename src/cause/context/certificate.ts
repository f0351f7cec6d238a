/** Where the certificate stands that a handshake refused, and whose it is. */
import { evidence, type Evidence } from '../../evidence.ts';
import type { HandshakeResult } from '../../envoy/connection.ts';
import type { CertificateFacts, Proxy, TlsContext } from '../../envoy/model.ts';
import { certificateSecrets } from '../../verdict/tls-places.ts';
import type { ClientView } from './client-view.ts';
import type { EdgeFacts } from './edge-facts.ts';
import type { ServerView } from './server-view.ts';

export type Refusal = Extract<HandshakeResult, { kind: 'fails' }>;

export interface RefusedCertificate {
  /** Name of the side that showed it, and of the one that refused it. */
  readonly owner: string;
  readonly refuser: string;
  readonly facts?: CertificateFacts;
  /** The secret that holds it, where the dump has it. */
  readonly certificateAt?: Evidence;
  /** The anchors of the side that refuses. */
  readonly anchorsAt?: Evidence;
}

interface Sides {
  readonly edge: EdgeFacts;
  readonly client: ClientView | undefined;
  readonly server: ServerView | undefined;
}

/** The side that refuses verifies the other's certificate. */
export function refusedCertificate({ by, certificate }: Refusal, { edge, client, server }: Sides): RefusedCertificate {
  const clientContext = client?.tunnel?.sending.tls?.context ?? client?.sending?.tls?.context;
  const serverContext = server?.receiving.tls?.context;
  const ends = {
    client: { name: edge.client.name, proxy: client?.proxy, context: clientContext },
    server: { name: edge.server.name, proxy: server?.proxy, context: serverContext },
  };
  const refuser = ends[by];
  const owner = ends[by === 'client' ? 'server' : 'client'];
  const [certificateAt] =
    owner.proxy === undefined || owner.context === undefined ? [] : certificateSecrets(owner.proxy, owner.context);
  const anchorsAt = anchorsOf(refuser.proxy, refuser.context);
  return {
    owner: owner.name,
    refuser: refuser.name,
    ...(certificate !== undefined && { facts: certificate }),
    ...(certificateAt !== undefined && { certificateAt }),
    ...(anchorsAt !== undefined && { anchorsAt }),
  };
}

/** The secret that holds the anchors, where the dump has it. */
function anchorsOf(proxy: Proxy | undefined, context: TlsContext | undefined): Evidence | undefined {
  const name = context?.validationSecret?.name;
  const secret = proxy?.secrets.find((each) => each.name === name && each.delivered);
  return secret && evidence(secret.place, '/name', 'it holds the roots that are trusted');
}
