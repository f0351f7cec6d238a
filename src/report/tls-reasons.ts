/** What the names of BoringSSL's errors mean to somebody who did not write it, as they stand in Envoy's logs. */
const meanings: readonly (readonly [string, string])[] = [
  ['HTTP_REQUEST', 'plaintext HTTP where TLS was expected'],
  ['WRONG_VERSION_NUMBER', 'something that is no TLS where TLS was expected'],
  ['CERTIFICATE_VERIFY_FAILED', "it does not accept the peer's certificate"],
  ['PEER_DID_NOT_RETURN_A_CERTIFICATE', 'the client showed no certificate'],
  ['ALERT_CERTIFICATE_REQUIRED', 'the peer demands a certificate'],
  ['ALERT_UNKNOWN_CA', "the peer does not trust this side's certificate authority"],
  ['ALERT_CERTIFICATE_UNKNOWN', "the peer does not accept this side's certificate"],
  ['ALERT_CERTIFICATE_EXPIRED', "this side's certificate ran out, says the peer"],
  ['ALERT_BAD_CERTIFICATE', "the peer does not accept this side's certificate"],
  ['ALERT_HANDSHAKE_FAILURE', 'the peer finds nothing in common'],
  ['ALERT_PROTOCOL_VERSION', 'the peer speaks no such TLS version'],
  ['NO_SHARED_CIPHER', 'no cipher in common'],
  ['UNSUPPORTED_PROTOCOL', 'no TLS version in common'],
];

/** The text of a log, with its meaning behind the name that it holds. */
export function glossedReason(text: string): string {
  const known = meanings.find(([name]) => text.includes(name));
  return known === undefined ? text : `${text} (${known[1]})`;
}
