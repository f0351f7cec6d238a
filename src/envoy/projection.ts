/**
 * What the readers of this folder read of a resource, so that nothing else of a dump need be built. Most of it is
 * said by names alone (`projection-names.ts`), as most messages are met in many places: a transport socket inside
 * a transport socket inside a match. A test compares what is read along this plan with what is read without it.
 */
import { opaque, whole } from '../input/json/plan.ts';
import type { Plan } from '../input/json/plan.ts';
import { names, presences } from './projection-names.ts';

/** That it is there is all that is read. */
const presence: Plan = {};

/** What istiod writes of services and workloads; everything else in a Struct is whole, as its names are data. */
const service: Plan = { fields: { host: opaque, name: opaque, namespace: opaque }, members: whole };
const istio: Plan = {
  fields: { config: opaque, subset: opaque, workload: opaque, services: { items: service } },
  members: whole,
};
const metadata: Plan = { fields: { filter_metadata: { fields: { istio }, members: whole } } };

const san: Plan = { fields: { exact: opaque, prefix: opaque }, members: whole };

const retries: Plan = { fields: { num_retries: whole, retry_on: whole } };

const hostRewrites = {
  host_rewrite_literal: whole,
  host_rewrite: whole,
  auto_host_rewrite: whole,
  host_rewrite_header: whole,
  auto_host_rewrite_header: whole,
  host_rewrite_path_regex: presence,
};

/**
 * Routes are the most numerous of all; also those of a TCP proxy of API v1 (`cluster`). `name` keeps what they lead to
 * and are called: routes that are put together in one message gain nothing by telling these from the rest.
 */
function routes(name: Plan): Plan {
  const clusters: Plan = { fields: { clusters: { items: { fields: { name, weight: whole } } } } };
  return {
    fields: {
      match: whole,
      route: {
        fields: {
          cluster: name,
          weighted_clusters: clusters,
          cluster_header: whole,
          retry_policy: retries,
          ...hostRewrites,
        },
      },
      redirect: { fields: { https_redirect: whole, scheme_redirect: whole } },
      direct_response: { fields: { status: whole } },
      decorator: { fields: { operation: name } },
      metadata: { fields: { filter_metadata: { fields: { istio: { fields: { config: opaque } } } } } },
      cluster: whole,
    },
  };
}

const route = routes(whole);
const namedRoute = routes(opaque);

const resource: Plan = {
  get fields() {
    return fields;
  },
  get items() {
    return resource;
  },
};

/** A message that goes by a name, or, elsewhere, that name alone. */
const named: Plan = { opaque: true, base: resource, fields: { name: opaque } };

/** The address of a socket, or the message around it. */
const address: Plan = { opaque: true, base: resource };

/** A route configuration of which nothing but that it is there is asked. */
export const routeNamePlan: Plan = {
  fields: { version_info: opaque, last_updated: opaque, route_config: { fields: { '@type': whole, name: opaque } } },
};

const parkedRoutes: Plan = {
  base: resource,
  fields: {
    virtual_hosts: {
      items: {
        emit: 'entry',
        base: resource,
        fields: { name: opaque, domains: { items: opaque }, routes: { items: namedRoute } },
      },
    },
  },
};

/** Routes of which the virtual hosts are delivered one by one, because they may be too many to be put together. */
export const hostByHostPlan: Plan = {
  base: resource,
  fields: {
    route_config: parkedRoutes,
    error_state: { base: resource, fields: { failed_configuration: parkedRoutes } },
  },
};

/** Any message that is read, as far as it is read; also the entry of a section around it. */
export const resourcePlan: Plan = resource;

const fields: Readonly<Record<string, Plan>> = {
  ...Object.fromEntries(names.map((name) => [name, resource])),
  ...Object.fromEntries(presences.map((name) => [name, presence])),
  metadata,
  // Names, which are handed on as they are.
  cluster: named,
  listener: named,
  cluster_name: opaque,
  service_name: opaque,
  alt_stat_name: opaque,
  route_config_name: opaque,
  hostname: opaque,
  address,
  sni: opaque,
  exact: opaque,
  last_updated: opaque,
  version_info: opaque,
  match_typed_subject_alt_names: { items: { fields: { matcher: san }, members: whole } },
  node: { base: resource, fields: { id: whole, cluster: whole, metadata: whole } },
  routes: { items: route },
  // Struct content, whose names are data.
  match: whole,
  facts: whole,
  // Maps.
  typed_extension_protocol_options: { members: resource },
  // Matchers and rules, of which an unknown part counts as well.
  matcher: whole,
  filter_chain_matcher: whole,
  transport_socket_matcher: whole,
  rules: whole,
};
