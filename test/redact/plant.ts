/** Plants secrets in a dump: where Envoy keeps them, where people put them, and where nobody would look. */
import type { Canaries } from './canaries.ts';
import { isFields, secrets, type Fields, type Json, type Secret } from './plant-secret.ts';
import { plantInSections } from './plant-sections.ts';

/** A config dump with secrets in it; `sleep` keeps its meaning, so that commands have something to say. */
export function planted(dump: string, canaries: Canaries): string {
  const value = JSON.parse(dump) as Fields;
  const secret = secrets(canaries);
  everyObject(value, (object) => plantInMessage(object, secret));
  plantInSections(value, canaries, secret);
  return JSON.stringify(value, undefined, 1);
}

function everyObject(value: Json, visit: (object: Fields) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const children = Object.values(value);
  if (!Array.isArray(value)) visit(value);
  for (const child of children) everyObject(child, visit);
}

/** By what a message is, as its fields tell. */
function plantInMessage(message: Fields, secret: Secret): void {
  if ('certificate_chain' in message) plantInCertificate(message, secret);
  if ('virtual_hosts' in message || 'virtual_host' in message) plantHeaders(message, secret);
  if ('domains' in message) plantHeaders(message, secret);
  if ('http_filters' in message && Array.isArray(message['http_filters']))
    message['http_filters'].unshift(...httpFilters(secret));
  if ('filter_chains' in message) plantInListener(message, secret);
  if ('lb_policy' in message) plantInCluster(message, secret);
  if ('lb_endpoints' in message && Array.isArray(message['lb_endpoints']))
    plantInEndpoints(message['lb_endpoints'], secret);
  if ('route' in message && 'match' in message) plantInRoute(message, secret);
  if ('trusted_ca' in message) message['watched_directory'] = { path: '/etc', password: secret() };
}

function plantInCertificate(message: Fields, secret: Secret): void {
  message['private_key'] = { inline_bytes: Buffer.from(secret()).toString('base64'), inline_string: secret() };
  message['password'] = { inline_string: secret() };
  message['pkcs12'] = { inline_bytes: secret() };
  message['private_key_provider'] = {
    provider_name: 'hsm',
    typed_config: { '@type': 'type.googleapis.com/x.Hsm', pin: secret() },
  };
  message['ocsp_staple'] = { inline_bytes: secret() };
}

function headers(secret: Secret): Json {
  return [
    { header: { key: 'authorization', value: secret() }, append: false },
    { header: { key: 'x-api-key', value: secret() } },
  ];
}

function plantHeaders(message: Fields, secret: Secret): void {
  message['request_headers_to_add'] = headers(secret);
  message['response_headers_to_add'] = [{ header: { key: 'set-cookie', value: secret() } }];
  message['typed_per_filter_config'] = {
    'envoy.filters.http.lua': { '@type': 'type.googleapis.com/x', source_code: { inline_string: secret() } },
  };
}

function typed(name: string, type: string, fields: Fields): Json {
  return {
    name,
    typed_config: { '@type': `type.googleapis.com/envoy.extensions.filters.http.${type}`, ...fields },
  };
}

function httpFilters(secret: Secret): Json[] {
  return [
    typed('lua', 'lua.v3.Lua', {
      inline_code: `local key = "${secret()}"`,
      default_source_code: { inline_string: secret() },
    }),
    typed('wasm', 'wasm.v3.Wasm', {
      config: {
        name: 'w',
        configuration: { '@type': 'type.googleapis.com/google.protobuf.StringValue', value: secret() },
        vm_config: {
          code: { local: { inline_bytes: secret() } },
          environment_variables: { key_values: { TOKEN: secret() } },
        },
      },
    }),
    typed('jwt', 'jwt_authn.v3.JwtAuthentication', {
      providers: { p: { issuer: 'i', local_jwks: { inline_string: secret() }, forward_payload_header: 'x' } },
    }),
    typed('oauth', 'oauth2.v3.OAuth2', {
      config: {
        credentials: {
          client_id: 'c',
          token_secret: { name: secret.inName() },
          hmac_secret: { name: secret.inName() },
        },
      },
    }),
    typed('ext', 'ext_authz.v3.ExtAuthz', {
      grpc_service: {
        envoy_grpc: { cluster_name: 'x' },
        initial_metadata: [{ key: 'authorization', value: secret() }],
      },
      http_service: { authorization_request: { headers_to_add: headers(secret) }, path_prefix: secret.inName() },
    }),
    { name: 'old', config: { value: secret(), config: { value: secret() }, name: secret.inName() } },
    {
      name: 'typed-struct',
      typed_config: {
        '@type': 'type.googleapis.com/xds.type.v3.TypedStruct',
        type_url: 'x.y/z',
        value: { token: secret(), value: secret() },
      },
    },
    { name: 'any', typed_config: { '@type': 'type.googleapis.com/unknown.Thing', value: secret() } },
  ];
}

function plantInListener(message: Fields, secret: Secret): void {
  message['access_log'] = [
    {
      name: 'file',
      typed_config: {
        '@type': 'type.googleapis.com/x.FileAccessLog',
        path: '/dev/stdout',
        log_format: { text_format: secret() },
      },
    },
  ];
  message['metadata'] = { filter_metadata: { mine: { password: secret(), nested: { token: secret() } } } };
  message['api_listener'] = null;
  message['socket_options'] = [{ description: secret.inName(), name: 1, buf_value: secret() }];
  message['stat_prefix'] = secret.inName();
}

function plantInCluster(message: Fields, secret: Secret): void {
  message['health_checks'] = [
    { http_health_check: { path: '/', request_headers_to_add: headers(secret), send: { text: secret() } } },
  ];
  message['lb_subset_config'] = { default_subset: { token: secret() } };
  message['lrs_server'] = { self: { secret: secret() } };
  message['alt_stat_name'] = secret.inName();
  const options = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.redis_proxy.v3.RedisProtocolOptions',
    auth_password: { inline_string: secret() },
  };
  const old = message['typed_extension_protocol_options'];
  message['typed_extension_protocol_options'] = {
    ...(isFields(old) ? old : {}),
    'envoy.filters.network.redis_proxy': options,
  };
  const metadata = isFields(message['metadata']) ? message['metadata'] : {};
  const filters = isFields(metadata['filter_metadata']) ? metadata['filter_metadata'] : {};
  const istio = isFields(filters['istio']) ? filters['istio'] : {};
  message['metadata'] = {
    filter_metadata: { ...filters, istio: { ...istio, token: secret() }, other: { key: secret() } },
  };
}

function plantInEndpoints(endpoints: Json[], secret: Secret): void {
  for (const endpoint of endpoints) {
    if (!isFields(endpoint)) continue;
    const metadata = isFields(endpoint['metadata']) ? endpoint['metadata'] : {};
    const filters = isFields(metadata['filter_metadata']) ? metadata['filter_metadata'] : {};
    const match = isFields(filters['envoy.transport_socket_match'])
      ? filters['envoy.transport_socket_match']
      : undefined;
    endpoint['metadata'] = {
      filter_metadata: {
        ...filters,
        ...(match !== undefined && { 'envoy.transport_socket_match': { ...match, apiKey: secret() } }),
        'com.example': { password: secret() },
      },
      typed_filter_metadata: { x: { '@type': 'type.googleapis.com/x', value: secret() } },
    };
  }
}

function plantInRoute(message: Fields, secret: Secret): void {
  plantHeaders(message, secret);
  message['direct_response_body'] = secret();
  message['metadata'] = { filter_metadata: { x: { token: secret() } } };
}
