/** What somebody or some log saw of a connection: one access-log line, or one piece of text in other words. */
import { present } from '../envoy/present.ts';

/** Which end's proxy wrote an access-log line. */
export type LogSide = 'client' | 'server';

export interface Sighting {
  /** Where it stands in what was given, from 1. */
  readonly line: number;
  readonly form: 'access-log' | 'words';
  /** As given, on one line. */
  readonly text: string;
  readonly status?: number;
  /** Envoy's response flags, as written. */
  readonly flags: readonly string[];
  readonly curlExit?: number;
  /** The rest is of access logs only. */
  readonly details?: string;
  readonly terminated?: string;
  readonly upstreamFailure?: string;
  readonly downstreamFailure?: string;
  readonly side?: LogSide;
  readonly userAgent?: string;
  /** Which connection it was, as far as the line says. */
  readonly edge: SeenEdge;
}

/** Names as they stand in the log. */
export interface SeenEdge {
  readonly cluster?: string;
  readonly authority?: string;
  /** `IP:PORT` that the proxy called. */
  readonly upstream?: string;
  /** `IP:PORT` that the caller called. */
  readonly local?: string;
  /** `IP:PORT` the call came from. */
  readonly remote?: string;
  readonly sni?: string;
}

/** The fields of an access-log line by Envoy's names for them; empty and `-` mean that there was none. */
export type LogField =
  | 'status'
  | 'flags'
  | 'details'
  | 'terminated'
  | 'upstreamFailure'
  | 'downstreamFailure'
  | 'userAgent'
  | keyof SeenEdge;

/** An access-log line from its fields. */
export function logSighting(line: number, text: string, fields: ReadonlyMap<LogField, string>): Sighting {
  const field = (name: LogField): string | undefined => {
    const value = fields.get(name)?.trim();
    return value === undefined || value === '' || value === '-' ? undefined : value;
  };
  const status = Number(field('status') ?? '');
  return {
    line,
    form: 'access-log',
    text,
    ...(status > 0 && { status }),
    flags: flagsOf(field('flags')),
    ...present({
      details: field('details'),
      terminated: field('terminated'),
      upstreamFailure: field('upstreamFailure'),
      downstreamFailure: field('downstreamFailure'),
      side: sideOf(field('cluster'), field('sni')),
      userAgent: field('userAgent'),
    }),
    edge: present({
      cluster: field('cluster'),
      authority: field('authority'),
      upstream: field('upstream'),
      local: field('local'),
      remote: field('remote'),
      sni: field('sni'),
    }),
  };
}

function flagsOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(/[\s,]+/u).filter((flag) => flag !== '');
}

/** Istio's names: what a proxy calls for others is `outbound|…`, what it passes to its application `inbound|…`. */
function sideOf(cluster: string | undefined, sni: string | undefined): LogSide | undefined {
  if (cluster === undefined) return sni?.startsWith('outbound_.') === true ? 'server' : undefined;
  if (/^(?:outbound\||PassthroughCluster$|BlackHoleCluster$)/u.test(cluster)) return 'client';
  return /^(?:inbound\||InboundPassthroughCluster)/u.test(cluster) ? 'server' : undefined;
}
