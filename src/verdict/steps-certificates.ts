/** The step at which both sides look at each other's certificates, in words. */
import type { HandshakeResult } from '../envoy/connection.ts';
import type { Cluster, FilterChain, Listener, TlsContext } from '../envoy/model.ts';
import type { Receiving, Sending, Trace } from '../edge/model.ts';
import { evidence, type Evidence } from '../evidence.ts';
import type { Step } from './model.ts';
import { certificateSecrets, inChain, inCluster, validationField } from './tls-places.ts';

/** Undefined where no handshake takes place. */
export function certificatesStep(trace: Trace, receiving: Receiving): Step | undefined {
  const result = trace.handshake;
  if (result === undefined) return undefined;
  switch (result.kind) {
    case 'unknown':
      return step(undefined, `could not be told: ${result.needs.join('; ')}`);
    case 'fails':
      return step(false, `the ${result.by} refuses: ${result.detail}`, failureEvidence(trace, receiving, result));
    case 'complete': {
      if (result.unseen.length > 0) {
        return step(undefined, `not seen (${result.unseen.join(', ')}); the configuration of both sides agrees`);
      }
      return step(true, result.mutual ? 'each side accepts the certificate of the other' : 'only the server shows one');
    }
  }
}

function step(passed: boolean | undefined, text: string, shown: readonly Evidence[] = []): Step {
  return { side: 'server', name: 'certificates', passed, text, evidence: shown };
}

type Failure = Extract<HandshakeResult, { readonly kind: 'fails' }>;

/** A side of the handshake: its TLS context, and how to point at a field of it. */
interface Side {
  readonly context: TlsContext;
  readonly at: (field: string) => Evidence;
  readonly secrets: readonly Evidence[];
}

/** What refused, and what was refused. */
function failureEvidence(trace: Trace, receiving: Receiving, failure: Failure): readonly Evidence[] {
  const { by, reason } = failure;
  const client = clientSide(trace);
  const server = serverSide(receiving);
  const [refusing, refused] = by === 'client' ? [client, server] : [server, client];
  switch (reason) {
    case 'san-mismatch':
      return [...(byRequest(trace, failure) ?? sans(refusing)), ...(refused?.secrets ?? [])];
    case 'untrusted':
    case 'crl-missing':
    case 'crl-unusable':
    case 'revoked':
    case 'spiffe-no-trust-bundle':
    case 'verify-without-anchors':
    case 'name-constraint':
      return [...validation(refusing), ...(refused?.secrets ?? [])];
    case 'pin-mismatch':
      return validation(refusing);
    case 'expired':
    case 'not-yet-valid':
    case 'wrong-purpose':
    case 'not-a-leaf':
    case 'key-usage':
      return refused?.secrets ?? [];
    case 'client-certificate-missing':
      return server === undefined ? [] : [server.at('/require_client_certificate')];
    case 'secret-not-supplied':
      return refusing === undefined ? [] : [refusing.at('/common_tls_context'), ...refusing.secrets];
    case 'no-common-version':
    case 'no-supported-versions':
    case 'no-common-cipher':
    case 'no-common-group':
    case 'no-common-signature-algorithm':
      return [client, server].flatMap((side) =>
        side === undefined ? [] : [side.at('/common_tls_context/tls_params')],
      );
  }
}

/** Names asked for by `auto_san_validation`: the host of the request (Envoy logs them as a list, not as matchers). */
function byRequest(trace: Trace, { by, local }: Failure): readonly Evidence[] | undefined {
  const { sending, cluster } = trace;
  const asked = sending?.tls?.side.extraSans ?? [];
  if (by === 'server' || cluster === undefined || asked.length === 0) return undefined;
  if (local?.text.includes('verify SAN list') !== true) return undefined;
  const options = '/typed_extension_protocol_options/envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
  return [evidence(cluster.place, `${options}/upstream_http_protocol_options/auto_san_validation`)];
}

function sans(side: Side | undefined): readonly Evidence[] {
  const field = side?.context.validation?.sansField;
  return side === undefined || field === undefined
    ? validation(side)
    : [side.at(`${validationField(side.context)}/${field}`)];
}

function validation(side: Side | undefined): readonly Evidence[] {
  return side === undefined ? [] : [side.at(validationField(side.context))];
}

function clientSide(trace: Trace): Side | undefined {
  const { client } = trace;
  const { sending, cluster }: { sending?: Sending; cluster?: Cluster } = trace.tunnel ?? trace;
  if (client === undefined || cluster === undefined || sending?.tls === undefined) return undefined;
  const { context } = sending.tls;
  return {
    context,
    at: (field) => inCluster(cluster, sending, field),
    secrets: certificateSecrets(client, context),
  };
}

function serverSide({ proxy, listener, selection, tls }: Receiving): Side | undefined {
  const chain: FilterChain | undefined = selection?.kind === 'chain' ? selection.chain : undefined;
  const at: Listener | undefined = listener;
  if (proxy === undefined || at === undefined || chain === undefined || tls === undefined) return undefined;
  return {
    context: tls.context,
    at: (field) => inChain(at, chain, field),
    secrets: certificateSecrets(proxy, tls.context),
  };
}
