/** The application protocol two sides agree on. */

/** The server's first that the client offers (`SSL_select_next_proto`); empty when there is none, which is no failure. */
export function negotiateAlpn(offered: readonly string[], accepted: readonly string[]): string {
  return accepted.find((protocol) => offered.includes(protocol)) ?? '';
}
