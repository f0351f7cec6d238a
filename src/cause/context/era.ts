/** Which spelling of Istio's resources a mesh understands. */

/** `legacy`: Istio up to 1.4, with Policy and without auto mTLS; `v1beta1`: 1.5 to 1.21; `v1`: 1.22 and later. */
export type Era = 'legacy' | 'v1beta1' | 'v1';

export interface IstioVersion {
  readonly major: number;
  readonly minor: number;
}

/** Reads `node.metadata.ISTIO_VERSION`, which is free text (`1.4-alpha.945`, `release-1.2-2019…`). */
export function parseIstioVersion(text: string): IstioVersion | undefined {
  const match = /(?:^|[^\d.])(\d{1,2})\.(\d{1,3})(?!\d)/u.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]) };
}

export function isBefore(version: IstioVersion, major: number, minor: number): boolean {
  return version.major < major || (version.major === major && version.minor < minor);
}

/** Of a mesh whose version nobody told, today's spelling is shown. */
export function eraOf(version: IstioVersion | undefined): Era {
  if (version === undefined) return 'v1';
  if (isBefore(version, 1, 5)) return 'legacy';
  return isBefore(version, 1, 22) ? 'v1beta1' : 'v1';
}
