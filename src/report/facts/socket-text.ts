import type { ClusterRecord } from '../../inspection/cluster-record.ts';
import type { OriginRecord, SocketRecord, TlsRecord, ValidationRecord } from '../../inspection/socket-record.ts';

/** A transport socket in a few words: what is demanded or offered, and from where. */
export function socketText(socket: SocketRecord): string {
  const around = (socket.wrappers ?? []).map((wrapper) => `${wrapper} around `).join('');
  switch (socket.kind) {
    case 'raw':
      return `${around}plaintext`;
    case 'alts':
      return `${around}ALTS`;
    case 'unrecognised':
      return `${around}a transport socket of an unknown kind: ${socket.typeUrl ?? 'unnamed'}`;
    case 'tls':
      return `${around}${socket.tls === undefined ? 'TLS' : tlsText(socket.tls)}`;
  }
}

/** What a cluster sends; where endpoints choose, each choice in its order. */
export function clusterTlsText({ transportSocket, transportSocketMatches = [] }: ClusterRecord): string {
  const choices = transportSocketMatches.map(({ match, transportSocket: socket }) => ({
    match,
    text: socketText(socket),
  }));
  const fits = choices.findIndex(({ match }) => Object.keys(match).length === 0);
  const conditional = fits < 0 ? choices : choices.slice(0, fits);
  const otherwise = choices[fits]?.text ?? socketText(transportSocket);
  if (conditional.length === 0) return otherwise;
  return [...conditional.map(({ match, text }) => `if ${matchText(match)}: ${text}`), `else: ${otherwise}`].join('; ');
}

/** `tlsMode=istio`, or "any endpoint" for the match that asks for nothing. */
export function matchText(match: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(match).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return pairs.length === 0 ? 'any endpoint' : pairs.join(', ');
}

function tlsText(tls: TlsRecord): string {
  const parts = [
    tls.side === 'downstream' ? demandText(tls) : ['TLS', sniText(tls)].filter((part) => part !== '').join(', '),
    listed('ALPN', tls.alpnProtocols),
    listed(tls.side === 'downstream' ? 'shows' : 'certificate', tls.certificates.map(originText)),
    validationText(tls.validation),
    paramsText(tls.tlsParams),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function demandText({ requireClientCertificate, validation }: TlsRecord): string {
  if (requireClientCertificate === true) return 'TLS, client certificate required';
  return validation === undefined ? 'TLS, no client certificate asked for' : 'TLS, client certificate optional';
}

function sniText({ sni, autoHostSni }: TlsRecord): string {
  if (sni !== undefined) return `SNI ${sni}`;
  return autoHostSni === true ? "SNI is the endpoint's host name" : '';
}

function listed(label: string, values: readonly string[]): string {
  return values.length === 0 ? '' : `${label} ${values.join(', ')}`;
}

/** Where something comes from: `secret default`, `file /etc/certs/cert-chain.pem`. */
function originText({ from, name }: OriginRecord): string {
  const kind = from === 'sds' ? 'secret' : from.replace('-', ' ');
  return name === undefined ? kind : `${kind} ${name}`;
}

function validationText(validation: ValidationRecord | undefined): string {
  if (validation === undefined) return 'verifies nobody';
  const { anchors, sans, acceptUntrusted, trustDomains, unrecognisedValidator } = validation;
  const parts = [
    listed('trusts', anchors.map(originText)),
    listed('trust domains', trustDomains ?? []),
    listed(
      'names',
      sans.map(({ match, value }) => (match === 'exact' ? value : `${match} ${value}`)),
    ),
    acceptUntrusted === true ? 'accepts untrusted certificates' : '',
    unrecognisedValidator === undefined ? '' : `validator ${unrecognisedValidator}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function paramsText(params: TlsRecord['tlsParams']): string {
  if (params === undefined) return '';
  const { minimum, maximum, cipherSuites, ecdhCurves } = params;
  const parts = [
    minimum === undefined ? '' : `at least ${minimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
    listed('ciphers', cipherSuites ?? []),
    listed('curves', ecdhCurves ?? []),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
