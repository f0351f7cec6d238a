/** Puts one proxy together from the dumps that speak of it. */
import { instant } from '../input/instant.ts';
import type { RawProxy, RawResource, RawSections } from '../input/model.ts';
import { field, isObject } from './read/fields.ts';
import { Interned } from './intern.ts';
import { mergeFragments, resourceName } from './merge-fragments.ts';
import type {
  CertificateFacts,
  EndpointGroup,
  NodeInfo,
  Proxy,
  RouteConfiguration,
  Secret,
  SectionsSeen,
} from './model.ts';
import { present } from './present.ts';
import { shelvesOf, virtualHostsIn, withoutRivals } from './shelved.ts';
import { bootstrapMessage, readStaticResources } from './read/bootstrap.ts';
import { readCertificate } from './read/certificate.ts';
import { readCluster } from './read/cluster.ts';
import { readClusterStatus, readEndpoints } from './read/endpoints.ts';
import { readListener } from './read/listener.ts';
import { readNode, unknownNode } from './read/node.ts';
import { factsOf } from './read/resource.ts';
import { readRouteConfiguration } from './read/route.ts';
import { readSecret } from './read/secret.ts';
import { readServerInfo } from './read/server-info.ts';
import { readStats } from './read/stats.ts';
import { readZtunnel } from './read/ztunnel.ts';

type Kind = RawResource['kind'];

/**
 * Reads and joins all dumps of one proxy. Nothing in them makes it fail: what is not understood is absent or
 * `unrecognised`. Give the same `interned` for all proxies of a mesh, so that they share what they repeat.
 */
export function assembleProxy(given: RawProxy, interned: Interned = new Interned()): Proxy {
  const raw = withoutRivals(given);
  const merged = mergeFragments(raw.dumps);
  const shelves = shelvesOf(raw, interned);
  const resources = [...merged, ...missingStatics(merged).filter((resource) => !shelves.repeats(resource))];
  const ofKind = (kind: Kind): readonly RawResource[] => resources.filter((resource) => resource.kind === kind);
  const secrets = ofKind('secret').map((resource) => factsOf(resource, readSecret));
  const ztunnel = ofKind('ztunnel')[0];
  const stats = ofKind('stats').at(-1);
  return present({
    name: raw.name,
    node: readNodeInfo(raw, ofKind),
    seen: sectionsSeen(raw.dumps.map((dump) => dump.sections)),
    listeners: ofKind('listener').map((resource) => factsOf(resource, (each) => readListener(each, interned))),
    clusters: shelves.clusters(
      ofKind('cluster').map((resource) => factsOf(resource, (each) => readCluster(each, interned))),
    ),
    endpoints: shelves.endpoints(readEndpointGroups(ofKind)),
    routes: ofKind('route').filter(isInForce).map(readRoutes),
    secrets,
    certificates: readCertificates(ofKind('certificate'), secrets),
    counters: stats === undefined ? undefined : readStats(stats),
    ztunnel: ztunnel === undefined ? undefined : readZtunnel(ztunnel.value),
    updated: shelves.updated ?? newest(resources),
    sources: raw.dumps.map((dump) => dump.source),
    incomplete: raw.dumps.some((dump) => dump.incomplete),
  });
}

/** Static resources of the bootstrap that no other section repeats. */
function missingStatics(merged: readonly RawResource[]): readonly RawResource[] {
  const statics = merged.filter((resource) => resource.kind === 'bootstrap').flatMap(readStaticResources);
  const repeated = new Map(statics.map(({ kind }) => [kind, new Set<string>()]));
  for (const resource of merged) if (isInForce(resource)) repeated.get(resource.kind)?.add(resourceName(resource));
  return statics.filter((resource) => repeated.get(resource.kind)?.has(resourceName(resource)) !== true);
}

function readRoutes(resource: RawResource): RouteConfiguration {
  const config = factsOf(resource, ({ value, place }) => readRouteConfiguration(value, place, ''));
  return resource.parts === undefined ? config : { ...config, virtualHosts: virtualHostsIn(resource.parts) };
}

function isInForce({ state }: RawResource): boolean {
  return state === 'active' || state === 'static';
}

function sectionsSeen(sections: readonly RawSections[]): SectionsSeen {
  const seen = (name: keyof RawSections): boolean => sections.some((section) => section[name]);
  return {
    bootstrap: seen('bootstrap'),
    listeners: seen('listeners'),
    clusters: seen('clusters'),
    endpoints: seen('endpoints'),
    routes: seen('routes'),
    secrets: seen('secrets'),
  };
}

/** The bootstrap's node, else that of `/server_info`; the version that runs is the server's word. */
function readNodeInfo(raw: RawProxy, ofKind: (kind: Kind) => readonly RawResource[]): NodeInfo {
  const bootstrapNode = ofKind('bootstrap')
    .map((bootstrap) => field(bootstrapMessage(bootstrap), 'node'))
    .find(isObject);
  const server = ofKind('server-info').map(readServerInfo)[0];
  const node = bootstrapNode === undefined ? (server?.node ?? unknownNode) : readNode(bootstrapNode);
  const kind = node.kind === 'unknown' && ofKind('ztunnel').length > 0 ? 'ztunnel' : node.kind;
  return {
    ...node,
    kind,
    namespace: node.namespace || raw.namespace,
    envoyVersion: server?.envoyVersion || node.envoyVersion,
  };
}

/** `/clusters` counts only for clusters whose endpoints no dump has with their metadata. */
function readEndpointGroups(ofKind: (kind: Kind) => readonly RawResource[]): readonly EndpointGroup[] {
  const groups = ofKind('endpoints').map((resource) => factsOf(resource, readEndpoints));
  const known = new Set(groups.map((group) => group.clusterName));
  const statuses = ofKind('cluster-status').map(readClusterStatus);
  return [...groups, ...statuses.filter((group) => !known.has(group.clusterName))];
}

/** `/certs` where no secret tells more; one TLS context after the other repeats the same certificates. */
function readCertificates(entries: readonly RawResource[], secrets: readonly Secret[]): readonly CertificateFacts[] {
  if (secrets.some((secret) => secret.delivered)) return [];
  const certificates = entries.flatMap((entry) => readCertificate(entry.value));
  return [...new Map(certificates.map((facts) => [JSON.stringify(facts), facts])).values()];
}

function newest(resources: readonly RawResource[]): string | undefined {
  let [latest] = resources;
  for (const resource of resources) {
    const { lastUpdated } = resource;
    // Most were taken over in a few moments.
    if (lastUpdated === undefined || lastUpdated === latest?.lastUpdated) continue;
    if (latest === undefined || instant(resource) > instant(latest)) latest = resource;
  }
  return latest?.lastUpdated;
}
