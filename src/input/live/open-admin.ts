/** An admin endpoint as a source: what it says of itself, one file for each page that was asked for. */
import { spool } from '../bytes/spool.ts';
import { countersThatMatter } from '../format/stats.ts';
import { defaultLimits } from '../limits.ts';
import type { SourceProblem } from '../model.ts';
import type { OpenFile } from '../open-files.ts';
import { problemOf } from '../problem.ts';
import { adminGet, defaultPatience, NotServed, type Patience } from './admin-request.ts';
import { noMoreThan } from './no-more-than.ts';
import { targetName, type AdminTarget } from './admin-target.ts';

/** Bytes; far above what meshes of ten thousand services have. */
const page = 256 * 2 ** 20;

/** `usedonly` leaves out what never counted anything (Envoy ≥ 1.8). */
const statsPath = `/stats?format=json&usedonly&filter=${encodeURIComponent(countersThatMatter)}`;

/** What an Envoy serves; all but the dump itself may be missing. */
export const adminPages = [
  { path: '/config_dump?include_eds', file: 'config_dump', needed: true, most: defaultLimits.sourceBytes },
  { path: '/server_info', file: 'server_info', needed: false, most: page },
  { path: '/certs', file: 'certs', needed: false, most: page },
  { path: '/clusters?format=json', file: 'clusters', needed: false, most: page },
  { path: '/listeners?format=json', file: 'listeners', needed: false, most: page },
  { path: statsPath, file: 'stats', needed: false, most: page },
] as const;

/** Asks for every page, one after the other. What could not be had is a problem; only the dump's is an error. */
export async function openAdmin(
  target: AdminTarget,
  argument: number,
  name: string | undefined,
  patience: Patience = defaultPatience,
): Promise<{ readonly files: readonly OpenFile[]; readonly problems: readonly SourceProblem[] }> {
  const files: OpenFile[] = [];
  const problems: SourceProblem[] = [];
  const base = targetName(target);
  for (const { path, file, needed, most } of adminPages) {
    const source = `${base}/${file}`;
    try {
      // oxlint-disable-next-line no-await-in-loop -- the admin thread answers one at a time anyway
      const reopen = await spool(noMoreThan(most, adminGet(target, path, patience)));
      const hints = { ...(name !== undefined && { explicit: name }), file, group: `live ${base}` };
      files.push({ source, named: needed, hints, argument, reopen });
    } catch (error) {
      // Older and smaller Envoys serve fewer pages: that one is not there is no problem.
      if (needed || !(error instanceof NotServed)) problems.push(problemOf(source, needed, error));
      // Without the dump the rest says nothing, and a proxy that is not there would be asked again and again.
      if (needed) break;
    }
  }
  return { files, problems };
}
