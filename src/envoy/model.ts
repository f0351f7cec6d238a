/**
 * What a proxy's dumps say, in Envoy's terms: one shape for API v2 and v3, snake_case and camelCase.
 * Produced by the readers in this folder, changed by nobody. Sub-objects such as transport sockets may be
 * shared between resources (identical text is judged once), so they hold no absolute place: a field is
 * located by the `place` of its resource and a relative snake_case path.
 */
export type * from './model/resource.ts';
export type * from './model/tls.ts';
export type * from './model/listener.ts';
export type * from './model/route.ts';
export type * from './model/cluster.ts';
export type * from './model/secret.ts';
export type * from './model/proxy.ts';
