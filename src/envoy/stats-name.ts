/**
 * How a name stands in the name of a counter: `Stats::Utility::sanitizeStatsName` of Envoy. An address is written as
 * `ip:port`, IPv6 in brackets.
 */
export function statsName(name: string): string {
  return name.replaceAll('://', '_').replaceAll(':/', '_').replaceAll(/[:\0]/gu, '_');
}
