/** The verdict of one connection in one sentence, with the names of its two ends. */
import type { OutboundStop, Trace } from '../edge/model.ts';
import type { Missing } from '../edge/question.ts';
import { demandOf } from './acceptance.ts';
import { clientPeer, serverPeer } from './peers.ts';

/** One sentence, without a full stop. */
export function becauseOf(trace: Trace): string {
  const client = clientPeer(trace).name;
  const server = serverPeer(trace)?.name ?? trace.question.host;
  const { decision } = trace;
  switch (decision.kind) {
    case 'stopped':
      return stopped(decision.stop, client);
    case 'plaintext':
      return plaintext(trace, client, server);
    case 'app-tls':
      return `the application's own TLS goes through ${server} untouched; the mesh adds none`;
    case 'handshake':
      return handshake(trace, decision.mutual, client, server);
    case 'tunnel':
      return `${client} and ${server} speak HBONE: mutual TLS on port 15008, with the connection inside`;
    case 'handshake-fails':
      return trace.handshake?.kind === 'fails'
        ? `${trace.handshake.by === 'client' ? client : server} refuses the TLS handshake: ${trace.handshake.detail}`
        : 'the TLS handshake fails';
    case 'plaintext-at-tls-chain':
    case 'plaintext-no-chain':
      if (trace.sending?.bytes.kind === 'proxy-protocol')
        return `${client} sends a PROXY header first, and ${server} accepts only TLS`;
      return `${client} sends plaintext, ${server} accepts only ${mutual(trace) ? 'mutual TLS' : 'TLS'}`;
    case 'tls-at-plaintext-chain':
      return trace.sending?.tls === undefined
        ? `${client}'s application sends TLS, ${server} expects plaintext HTTP`
        : `${client} sends TLS, ${server} expects plaintext`;
    case 'tls-no-chain':
      return tlsNoChain(trace, client, server);
    case 'tls-at-application':
      return `${client}'s TLS ends at ${server}'s application, which has a certificate of its own`;
    case 'stalled':
      return `${server}'s proxy waits for the client to speak first, and in this protocol the server does`;
    case 'refused':
      return `nothing listens on ${server} at this port`;
    case 'closed':
      return `${server} closes the connection: ${decision.reason}`;
    case 'unknown':
      return unknown(decision.missing);
  }
}

function tlsNoChain(trace: Trace, client: string, server: string): string {
  const bare = trace.sending?.tls?.side.certificates === 'none' ? ' without a client certificate' : '';
  return `${client} sends TLS${bare}, and no filter chain of ${server} takes it`;
}

/** The first thing that is missing usually says what the rest is about. */
function unknown([first, ...rest]: readonly Missing[]): string {
  if (first === undefined) return 'it cannot be told from what was read';
  const more = rest.length === 0 ? '' : ` and ${rest.length === 1 ? 'one thing' : `${rest.length} things`} more`;
  return `it cannot be told without ${first.what}${more} (${first.decides})`;
}

function stopped(stop: OutboundStop, client: string): string {
  switch (stop.kind) {
    case 'no-listener':
      return `no listener of ${client} takes this address`;
    case 'stalled':
      return `${client}'s own proxy waits for the client to speak first`;
    case 'closed':
      return `${client}'s own proxy closes the connection: ${stop.reason}`;
    case 'no-chain':
      return `no filter chain of ${client}'s own proxy takes the connection`;
    case 'no-filter':
      return `${client}'s own proxy has nothing that forwards the connection`;
    case 'no-route':
      return `${client}'s own proxy has no route for this host`;
    case 'answers-itself':
      return `${client}'s own proxy answers ${stop.status} and forwards nothing`;
    case 'cluster-not-found':
      return `the route of ${client} names cluster ${stop.cluster}, which does not exist`;
    case 'blackhole':
      return `${client}'s own proxy drops what goes to addresses unknown to the mesh (REGISTRY_ONLY)`;
    case 'no-endpoints':
      return `${client} knows no healthy endpoint of ${stop.cluster}`;
    case 'unknown':
      return `it cannot be told without ${stop.missing.what}`;
  }
}

function mutual(trace: Trace): boolean {
  const { receiving } = trace;
  if (receiving?.tls !== undefined) return demandOf(receiving) === 'required';
  return receiving?.proxy?.node.kind !== 'router';
}

function plaintext(trace: Trace, client: string, server: string): string {
  if (trace.receiving?.presumed === true)
    return `${client} sends plaintext, and no dump shows that ${server} has a proxy`;
  if (trace.receiving?.hasProxy === false) return `${server} has no proxy, so ${client} sends plaintext`;
  return `${client} sends plaintext, and ${server} takes it`;
}

function handshake(trace: Trace, isMutual: boolean, client: string, server: string): string {
  if (isMutual) return `${client} and ${server} authenticate each other`;
  if (trace.sending?.tls === undefined)
    return `${server} ends the application's TLS and asks for no client certificate`;
  const asks = trace.receiving !== undefined && demandOf(trace.receiving) !== 'no';
  if (asks) return `${client} sends TLS without a client certificate, and ${server} goes on without one`;
  return `${client} sends TLS, and ${server} does not ask for its certificate`;
}
