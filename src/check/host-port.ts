/** `host:port` as people write it. */
import { UsageError } from '../errors.ts';

/** Splits `host:port` and `[ipv6]:port`. Throws a `UsageError` when there is no port. */
export function splitHostPort(text: string): { readonly host: string; readonly port: number } {
  const parts = /^(?:\[([^\]]+)\]|(.+)):(\d{1,5})$/u.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new UsageError({
      what: `\`${text}\` names no port`,
      meaning: 'an edge leads to a host and a port, as the application dials it',
      todo: 'write host:port, for example web.demo.svc.cluster.local:80',
    });
  }
  return { host, port };
}
