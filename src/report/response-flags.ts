/** Envoy's response flags as its access log documentation names them (`%RESPONSE_FLAGS_LONG%`), in short words. */
const words = new Map([
  ['DC', 'the client closed the connection'],
  ['DPE', 'the client broke the protocol'],
  ['DT', 'the request took too long'],
  ['LH', 'the local health check failed'],
  ['LR', 'the proxy reset the connection'],
  ['NC', 'the cluster does not exist'],
  ['NFCF', 'no filter configuration'],
  ['NR', 'no route or filter chain matched'],
  ['RLSE', 'the rate limit service failed'],
  ['SI', 'the stream was idle too long'],
  ['UAEX', 'an authorization service refused'],
  ['UC', 'the upstream connection was closed'],
  ['UF', 'the upstream connection failed'],
  ['UH', 'no healthy upstream'],
  ['UO', 'a circuit breaker is open'],
  ['UPE', 'the upstream broke the protocol'],
  ['UR', 'the upstream reset the connection'],
  ['URX', 'all retries were used up'],
  ['UT', 'the upstream took too long'],
]);

/** `UC (the upstream connection was closed)`. */
export function glossed(flag: string): string {
  const meaning = words.get(flag);
  return meaning === undefined ? flag : `${flag} (${meaning})`;
}
