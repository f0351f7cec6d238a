/** The rules, one name each; `docs/envoy-truths.md` quotes them. */
import type { RuleCase } from './case.ts';

const resetByPeer = '503 UC connection_termination';
const strangeAnswer = '502 UPE protocol_error';

export const fixed: readonly RuleCase[] = [
  ...['GET', 'HEAD', 'POST', 'PUT'].map((method): RuleCase => ({
    name: `a plaintext ${method} at a TLS chain is reset`,
    asks: { kind: 'plaintext', method, http2: false },
    holds: `${resetByPeer}, server: HTTP_REQUEST`,
  })),
  ...['DELETE', 'PATCH', 'OPTIONS'].map((method): RuleCase => ({
    name: `a plaintext ${method} at a TLS chain is answered with an alert, which is no HTTP`,
    asks: { kind: 'plaintext', method, http2: false },
    holds: `${strangeAnswer}, server: WRONG_VERSION_NUMBER`,
  })),
  {
    name: 'plaintext HTTP/2 at a TLS chain is reset',
    asks: { kind: 'plaintext', method: 'GET', http2: true },
    holds: `${resetByPeer}, server: WRONG_VERSION_NUMBER`,
  },
  {
    name: 'a client counts handshakes',
    asks: { kind: 'statistic', name: 'ssl.handshake' },
    holds: 'there',
  },
  {
    name: 'a client does not count certificates that it showed',
    asks: { kind: 'statistic', name: 'ssl.client_certificate_presented' },
    holds: 'not there',
  },
  {
    name: 'the dump of a refused listener keeps its private key back',
    asks: { kind: 'refused listener' },
    holds: '[redacted]',
  },
];
