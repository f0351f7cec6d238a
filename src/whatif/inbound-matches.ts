/**
 * The filter chain matches istiod writes for one port, by its mode and protocol (Istio ≥ 1.8:
 * pilot/pkg/networking/core/filterchain_options.go).
 */
import type { MtlsMode } from '../policy/peer-authentication.ts';

/** A port's protocol as far as chains differ by it. */
export type InboundProtocol = 'http' | 'tcp' | 'auto';

export interface InboundMatch {
  readonly transportProtocol: 'tls' | 'raw_buffer';
  readonly applicationProtocols: readonly string[];
  readonly protocol: 'http' | 'tcp';
  /** The chain ends mutual TLS. */
  readonly tls: boolean;
}

const httpAlpn = ['istio-http/1.0', 'istio-http/1.1', 'istio-h2'];
const tcpAlpn = ['istio-peer-exchange', 'istio'];
const allAlpn = ['istio', 'istio-peer-exchange', ...httpAlpn];
/** What http_inspector tells of plaintext HTTP. */
const plaintextHttp = ['http/1.1', 'h2c'];

const mutual = (protocol: 'http' | 'tcp', applicationProtocols: readonly string[] = []): InboundMatch => ({
  transportProtocol: 'tls',
  applicationProtocols,
  protocol,
  tls: true,
});
const plain = (protocol: 'http' | 'tcp', applicationProtocols: readonly string[] = []): InboundMatch => ({
  transportProtocol: 'raw_buffer',
  applicationProtocols,
  protocol,
  tls: false,
});
/** The application's own TLS, handed on. */
const untouched: InboundMatch = { transportProtocol: 'tls', applicationProtocols: [], protocol: 'tcp', tls: false };

const table: Readonly<Record<InboundProtocol, Readonly<Record<MtlsMode, readonly InboundMatch[]>>>> = {
  http: {
    STRICT: [mutual('http')],
    PERMISSIVE: [mutual('http', allAlpn), plain('http')],
    DISABLE: [plain('http')],
  },
  tcp: {
    STRICT: [mutual('tcp')],
    PERMISSIVE: [mutual('tcp', allAlpn), untouched, plain('tcp')],
    DISABLE: [plain('tcp')],
  },
  auto: {
    STRICT: [mutual('http', httpAlpn), mutual('tcp')],
    PERMISSIVE: [
      mutual('http', httpAlpn),
      plain('http', plaintextHttp),
      mutual('tcp', tcpAlpn),
      plain('tcp'),
      untouched,
    ],
    DISABLE: [plain('http', plaintextHttp), plain('tcp')],
  },
};

export function inboundMatches(mode: MtlsMode, protocol: InboundProtocol): readonly InboundMatch[] {
  return table[protocol][mode];
}
