/** `TlsParameters` with Envoy's defaults, and what two sides agree on. */
import type { CipherSuite } from './cipher-suites.ts';
import type { TlsSide } from '../connection.ts';
import { isAtLeast } from '../envoy-version.ts';
import type { TlsVersion } from '../model.ts';

const versions: readonly TlsVersion[] = ['TLSv1_0', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'];

/** The versions a side takes part in, lowest first; none when its minimum is above its maximum. */
export function versionRange(side: TlsSide, role: 'client' | 'server'): TlsVersion[] {
  const minimum = side.params.minimum ?? defaultMinimum(side, role);
  // Envoy as a client stays at TLS 1.2 unless told otherwise (`ClientContextConfigImpl::DEFAULT_MAX_VERSION`).
  const maximum = side.params.maximum ?? (role === 'client' && !side.application ? 'TLSv1_2' : 'TLSv1_3');
  return versions.slice(versions.indexOf(minimum), versions.indexOf(maximum) + 1);
}

function defaultMinimum(side: TlsSide, role: 'client' | 'server'): TlsVersion {
  const old = role === 'server' && !side.application && !isAtLeast(side.envoyVersion, 22);
  return old ? 'TLSv1_0' : 'TLSv1_2';
}

/**
 * The version that the server chooses. Only a client that offers TLS 1.3 lists its versions; of another one a server
 * knows the highest, takes the lower ones for granted, and may choose one that the client then refuses.
 */
export function chosenVersion(client: readonly TlsVersion[], server: readonly TlsVersion[]): TlsVersion | undefined {
  const highest = client.at(-1) ?? 'TLSv1_3';
  const heard = highest === 'TLSv1_3' ? client : versions.slice(0, versions.indexOf(highest) + 1);
  return heard.filter((version) => server.includes(version)).at(-1);
}

const curveNames: Readonly<Record<string, string>> = {
  x25519: 'X25519',
  'P-256': 'P-256',
  prime256v1: 'P-256',
  secp256r1: 'P-256',
  'P-384': 'P-384',
  secp384r1: 'P-384',
  'P-521': 'P-521',
  secp521r1: 'P-521',
  'P-224': 'P-224',
  secp224r1: 'P-224',
};

const postQuantum = ['X25519MLKEM768', 'MLKEM1024', 'X25519Kyber768Draft00', 'X25519Kyber768'];

/** The groups a side offers or takes: `ecdh_curves` as configured, else Envoy's default. */
export function groupList({ params, envoyVersion, application }: TlsSide): string[] {
  const configured = (params.ecdhCurves ?? []).flatMap((entry) => entry.split(':')).filter((name) => name !== '');
  if (configured.length > 0)
    return configured.map((name) => (Object.hasOwn(curveNames, name) ? (curveNames[name] ?? name) : name));
  // `pqc_default_ecdh_curves`, 1.40.
  const groups = ['X25519', 'P-256'];
  if (application) return [...groups, 'P-384', 'P-521'];
  return isAtLeast(envoyVersion, 40) ? ['X25519MLKEM768', ...groups] : groups;
}

/** Of a client's groups those that it names: without TLS 1.3 no post-quantum ones. */
export function namedGroups(groups: readonly string[], offered: readonly TlsVersion[]): string[] {
  return groups.filter((group) => offered.includes('TLSv1_3') || !postQuantum.includes(group));
}

/** Whether both have a group they can use; post-quantum ones need TLS 1.3. */
export function shareGroup(client: readonly string[], server: readonly string[], version: TlsVersion): boolean {
  return client.some((group) => server.includes(group) && (version === 'TLSv1_3' || !postQuantum.includes(group)));
}

/** The suites that at least one of these versions can use; TLS 1.3 has suites of its own. */
export function suitesFor(suites: readonly CipherSuite[], of: readonly TlsVersion[]): CipherSuite[] {
  const older = of.filter((version) => version !== 'TLSv1_3');
  return suites.filter(({ since }) => older.some((version) => versions.indexOf(version) >= versions.indexOf(since)));
}
