import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckFile } from '../../src/check/check-file.ts';
import type { Mesh } from '../../src/edge/mesh.ts';
import { clientsNamed } from '../../src/edge/client-names.ts';
import { inspect } from '../../src/inspect.ts';
import { logSighting, type LogField, type Sighting } from '../../src/symptom/sighting.ts';
import { wordsSighting } from '../../src/symptom/words.ts';
import { recordedFiles, recordedFolder } from '../recordings/recordings.ts';

/** What was seen of one recorded edge, by its logs and its caller. */
export interface RecordedSightings {
  readonly id: string;
  /** `FROM TO`. */
  readonly question: string;
  readonly outcome: string;
  readonly client?: Sighting;
  readonly server?: Sighting;
  readonly caller?: Sighting;
}

interface Log {
  readonly flags?: string;
  readonly code?: number;
  readonly details?: string;
  readonly up_fail?: string;
  readonly down_fail?: string;
  readonly up_host?: string;
  readonly up_cluster?: string;
}

interface Observed {
  readonly id: string;
  readonly to: string;
  readonly outcome: string;
  readonly endpoint?: string;
  readonly reply?: { readonly status?: number; readonly body?: string; readonly error?: string } | null;
  readonly clientLog?: Log | null;
  readonly serverLog?: Log | null;
}

/** A scenario's proxies and policies. */
export async function recordedMesh(scenario: string): Promise<Mesh> {
  const folder = await recordedFolder(scenario);
  const paths = ['proxies', 'policies.yaml', 'mesh.yaml', '../base.yaml'].map((file) => join(folder, file));
  const { mesh } = await inspect(
    paths.filter((path) => existsSync(path)).map((path) => ({ kind: 'path', path }) as const),
    { now: new Date('2026-11-22T11:00:00Z') },
  );
  return mesh;
}

/** The logs that were written while a scenario was recorded; addresses that recordings leave out are filled in. */
export async function recordedSightings(scenario: string): Promise<readonly RecordedSightings[]> {
  const files = await recordedFiles(scenario);
  const mesh = await recordedMesh(scenario);
  const edges = new Map(
    readCheckFile(files.get('edges.yaml') ?? '', 'edges.yaml').map((edge) => [edge.id, edge] as const),
  );
  const observed = JSON.parse(files.get('observed.json') ?? '[]') as readonly Observed[];
  return observed.flatMap(({ id, to, outcome, endpoint, reply, clientLog, serverLog }) => {
    const from = edges.get(id)?.from;
    if (from === undefined) return [];
    const named = clientsNamed(mesh, from);
    const client = named.kind === 'found' ? named.things[0] : undefined;
    const remote = `${client?.node.ips[0] ?? '10.99.0.1'}:40000`;
    return [
      {
        id,
        question: `${from} ${to}`,
        outcome,
        ...(clientLog && { client: logged(clientLog, { cluster: clientLog.up_cluster, local: dialled(to), remote }) }),
        ...(serverLog && { server: logged(serverLog, { cluster: 'inbound|', local: endpoint, remote }) }),
        ...(reply && { caller: wordsSighting(1, reply.error ?? `${reply.status ?? ''} ${reply.body ?? ''}`) }),
      },
    ];
  });
}

/** A pod's address; a service's is in no recording. */
function dialled(to: string): string | undefined {
  return /^[\d.]+:\d+$/u.test(to) ? to : undefined;
}

function logged(log: Log, more: Partial<Record<LogField, string | undefined>>): Sighting {
  const fields: [LogField, string | undefined][] = [
    ['flags', log.flags],
    ['status', log.code === undefined ? undefined : String(log.code)],
    ['details', log.details],
    ['upstreamFailure', log.up_fail],
    ['downstreamFailure', log.down_fail],
    ['upstream', log.up_host],
    ['cluster', more.cluster],
    ['local', more.local],
    ['remote', more.remote],
  ];
  const seen = fields.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return logSighting(1, '', new Map(seen));
}
