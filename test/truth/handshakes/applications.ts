/** Handshakes of applications that bring their own TLS, and no certificate, to an Envoy. */
import type { HandshakeResult, TlsSide } from '../../../src/envoy/connection.ts';
import { simulateHandshake } from '../../../src/envoy/tls/handshake.ts';
import { failureReason } from '../../../src/envoy/tls/tls-errors.ts';
import type { Aim } from '../lab/coverage.ts';
import type { Outcome } from '../lab/kind.ts';
import type { Lab } from '../lab/lab.ts';
import type { HandshakeCase } from './case.ts';
import { dialAll, type Seen } from './dial-tls.ts';
import { valueOf } from './features.ts';
import { labelOf } from './minted.ts';
import { logged } from './outcome.ts';
import { sidesOf } from './predict.ts';
import { withEnvoy } from './run.ts';
import { readLog, type LogLine } from './traffic.ts';

/** Runs cases of which only the server's side counts. */
export function runApplications(cases: readonly HandshakeCase[], lab: Lab): Promise<Outcome[]> {
  return withEnvoy(cases, lab, async ({ proxy, places, log }) => {
    const at = new Date();
    const seen = await dialAll(
      cases.map(({ aim }, index) => ({ place: placeOf(places[index]), sni: serverName(aim) })),
    );
    const server = await readLog(`${log}.server`, cases.length);
    return cases.map(({ aim }, index) => {
      const { id } = placeOf(places[index]);
      const client: TlsSide = { ...application, sni: serverName(aim) };
      const result = simulateHandshake(client, sidesOf(proxy, id, '').server, at);
      return { predicted: predicted(result), observed: observed(seen[index] ?? {}, server.get(id)) };
    });
  });
}

function placeOf<T>(place: T | undefined): T {
  if (place === undefined) throw new Error('a case without a place');
  return place;
}

function serverName(aim: Aim): string {
  const value = valueOf(aim, 'sni');
  return value === 'none' || value === 'host' ? '' : value === 'server’s' ? 'a.test' : value;
}

const application: TlsSide = {
  params: {},
  certificates: 'none',
  alpn: [],
  requireClientCertificate: false,
  fullScanCertsOnSniMismatch: false,
  sni: '',
  extraSans: [],
  sansFromSni: false,
  envoyVersion: '',
  application: true,
};

function predicted(result: HandshakeResult): string {
  if (result.kind === 'unknown') return `unknown: ${result.needs.join(', ')}`;
  if (result.kind === 'complete') {
    return `connected with ${result.version ?? '?'}, server shows ${labelOf(result.serverCertificate?.fingerprint)}`;
  }
  const reason = result.by === 'server' ? result.local : result.remote;
  const end = result.late ? 'connected, then refused' : 'refused';
  return `${end}, server: ${logged(reason === undefined ? '-' : failureReason(reason))}`;
}

function observed({ version, print }: Seen, server: LogLine | undefined): string {
  const reason = server?.['reason'];
  if (typeof reason === 'string' && reason !== '-') {
    return `${version === undefined ? 'refused' : 'connected, then refused'}, server: ${logged(reason)}`;
  }
  return version === undefined ? 'refused, server: -' : `connected with ${version}, server shows ${labelOf(print)}`;
}
