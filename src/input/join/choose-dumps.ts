import type { RawDump, RawKind, RawSections, SourceProblem } from '../model.ts';

/** Which dumps of one proxy are used, as far as they are. */
export interface Choice {
  readonly chosen: readonly RawDump[];
  readonly problems: readonly SourceProblem[];
}

type Section = keyof RawSections;

const sectionsOfKind: Partial<Record<RawKind, Section>> = {
  bootstrap: 'bootstrap',
  listener: 'listeners',
  cluster: 'clusters',
  endpoints: 'endpoints',
  route: 'routes',
  secret: 'secrets',
};

/**
 * Takes the newest dump with the most sections, and of the others what is not in it: `pc eds` beside a dump without
 * endpoints, `/certs`, `/clusters`. A section is never put together from two moments.
 */
export function chooseDumps(proxy: string, dumps: readonly RawDump[]): Choice {
  const [main, ...others] = ranked(dumps);
  if (main === undefined) return { chosen: [], problems: [] };
  const chosen: RawDump[] = [main];
  const problems: SourceProblem[] = [];
  for (const dump of others) {
    const rivals = chosen.filter((other) => overlap(dump, other).length > 0);
    const newer = rivals.find((rival) => isOlder(dump, rival));
    const rest = newer === undefined ? withoutWhatIsIn(dump, chosen) : undefined;
    if (rest !== undefined) chosen.push(rest);
    else problems.push(unused(proxy, dump, newer ?? rivals[0] ?? main, newer !== undefined));
  }
  const order = new Map(dumps.map((dump, index) => [dump.source, index]));
  return { chosen: chosen.toSorted((a, b) => (order.get(a.source) ?? 0) - (order.get(b.source) ?? 0)), problems };
}

/** Complete before cut, whole before parts, newer before older, Envoy's (which tell times) before istiod's. */
function ranked(dumps: readonly RawDump[]): readonly RawDump[] {
  return [...dumps].toSorted(
    (a, b) =>
      Number(a.incomplete) - Number(b.incomplete) ||
      Number(isMain(b)) - Number(isMain(a)) ||
      compareTimes(timeOf(b), timeOf(a)) ||
      sectionsOf(b).length - sectionsOf(a).length,
  );
}

/** A dump that is more than one section (`pc all`, `/config_dump`), and so has a moment of its own. */
function isMain(dump: RawDump): boolean {
  return dump.sections.listeners && dump.sections.clusters;
}

function compareTimes(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** When the newest resource arrived, in milliseconds since 1970; -Infinity where no time is told. */
function timeOf({ resources }: RawDump): number {
  return resources.reduce((newest, { lastUpdated }) => {
    const time = Date.parse(lastUpdated ?? '');
    return Number.isNaN(time) ? newest : Math.max(newest, time);
  }, Number.NEGATIVE_INFINITY);
}

function isOlder(dump: RawDump, other: RawDump): boolean {
  return isMain(dump) && isMain(other) && Number.isFinite(timeOf(dump)) && timeOf(dump) < timeOf(other);
}

/** Sections, and kinds that are no part of a config dump, such as `certificate`. */
function sectionsOf({ sections, resources }: RawDump): readonly string[] {
  const others = resources.flatMap(({ kind }) => (sectionsOfKind[kind] === undefined ? [kind] : []));
  return [...new Set([...Object.entries(sections).flatMap(([name, there]) => (there ? [name] : [])), ...others])];
}

function overlap(a: RawDump, b: RawDump): readonly string[] {
  const there = new Set(sectionsOf(b));
  return sectionsOf(a).filter((name) => there.has(name));
}

/** The part of a dump that the chosen ones do not have; undefined when nothing remains. */
function withoutWhatIsIn(dump: RawDump, chosen: readonly RawDump[]): RawDump | undefined {
  const there = new Set(chosen.flatMap(sectionsOf));
  const isNew = (name: string): boolean => !there.has(name);
  if (!sectionsOf(dump).some(isNew) && sectionsOf(dump).length > 0) return undefined;
  const { bootstrap, listeners, clusters, endpoints, routes, secrets } = dump.sections;
  return {
    ...dump,
    sections: {
      bootstrap: bootstrap && isNew('bootstrap'),
      listeners: listeners && isNew('listeners'),
      clusters: clusters && isNew('clusters'),
      endpoints: endpoints && isNew('endpoints'),
      routes: routes && isNew('routes'),
      secrets: secrets && isNew('secrets'),
    },
    resources: dump.resources.filter(({ kind }) => isNew(sectionsOfKind[kind] ?? kind)),
  };
}

function unused(proxy: string, dump: RawDump, instead: RawDump, older: boolean): SourceProblem {
  return {
    source: dump.source,
    named: false,
    kind: 'older-duplicate',
    saw: older
      ? `an older dump of ${proxy}: ${instead.source} is newer and is used instead`
      : `nothing of ${proxy} that ${instead.source} does not say as well`,
    todo: older ? 'to compare the two, use mtlscope diff' : 'it may be left out',
  };
}
