/** Plants secrets in a dump: where Envoy keeps them, where people put them, and where nobody would look. */
import type { Canaries } from './canaries.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };

/** A config dump with secrets in it; `sleep` keeps its meaning, so that commands have something to say. */
export function planted(dump: string, canaries: Canaries): string {
  const value = JSON.parse(dump) as Fields;
  const secret = secrets(canaries);
  everyObject(value, (object) => plantInMessage(object, secret));
  plantInSections(value, canaries, secret);
  return JSON.stringify(value, undefined, 1);
}

function secrets(canaries: Canaries): Secret {
  return Object.assign((): string => canaries.next('like anything'), { inName: () => canaries.next('like a secret') });
}

function everyObject(value: Json, visit: (object: Fields) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const children = Object.values(value);
  if (!Array.isArray(value)) visit(value);
  for (const child of children) everyObject(child, visit);
}

/** The next secret; in a field for names one that looks like a secret, for nobody could tell another from a name. */
interface Secret {
  (): string;
  readonly inName: () => string;
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

function httpFilters(secret: Secret): Json[] {
  const typed = (name: string, type: string, fields: Fields): Json => ({
    name,
    typed_config: { '@type': `type.googleapis.com/envoy.extensions.filters.http.${type}`, ...fields },
  });
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

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** What stands beside the resources: bootstrap, refused updates, secrets of other kinds. */
function plantInSections(dump: Fields, canaries: Canaries, secret: Secret): void {
  for (const section of Array.isArray(dump['configs']) ? dump['configs'] : []) {
    if (!isFields(section)) continue;
    if (isFields(section['bootstrap'])) plantInBootstrap(section['bootstrap'], secret);
    if (Array.isArray(section['dynamic_listeners']))
      section['dynamic_listeners'].push(refusedListener(canaries, secret));
    if (Array.isArray(section['dynamic_active_secrets']))
      section['dynamic_active_secrets'].push(...otherSecrets(secret));
  }
  dump['extra'] = { token: secret(), list: [secret(), { deep: secret() }] };
}

function plantInBootstrap(bootstrap: Fields, secret: Secret): void {
  const node = isFields(bootstrap['node']) ? bootstrap['node'] : {};
  const metadata = isFields(node['metadata']) ? node['metadata'] : {};
  node['metadata'] = {
    ...metadata,
    ENV: { AWS_SECRET_ACCESS_KEY: secret() },
    PROXY_CONFIG: { tracing: { lightstep: { accessToken: secret() } }, proxyMetadata: { DB_PASSWORD: secret() } },
    ANNOTATIONS: { 'example.com/token': secret() },
    STS_TOKEN: secret(),
    PLATFORM_METADATA: { gcp_key: secret() },
  };
  bootstrap['tracing'] = {
    http: {
      name: 'lightstep',
      typed_config: {
        '@type': 'type.googleapis.com/x',
        access_token: { inline_string: secret() },
        access_token_file: secret.inName(),
      },
    },
  };
  bootstrap['layered_runtime'] = { layers: [{ name: 'static', static_layer: { password: secret() } }] };
  bootstrap['admin'] = { access_log_path: secret.inName(), profile_path: secret.inName() };
  bootstrap['stats_sinks'] = [{ name: 's', typed_config: { '@type': 'type.googleapis.com/x', api_key: secret() } }];
  bootstrap['dynamic_resources'] = {
    ads_config: {
      grpc_services: [
        {
          google_grpc: {
            call_credentials: [{ access_token: secret() }],
            channel_credentials: { ssl_credentials: { private_key: { inline_string: secret() } } },
          },
        },
      ],
    },
  };
}

/** Envoy quotes what it refuses. */
function refusedListener(canaries: Canaries, secret: Secret): Json {
  return {
    name: 'refused_15999',
    error_state: {
      failed_configuration: {
        '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener',
        name: 'refused_15999',
        address: { socket_address: { address: '0.0.0.0', port_value: 15_999 } },
        filter_chains: [
          { filters: [{ name: 'x', typed_config: { '@type': 'type.googleapis.com/x.Y', value: secret() } }] },
        ],
      },
      details: `Failed to load private key from ${canaries.next('like a secret')}`,
      last_update_attempt: '2026-11-22T10:50:31.209Z',
    },
  };
}

function otherSecrets(secret: Secret): Json[] {
  const of = (name: string, content: Fields): Json => ({
    name,
    version_info: '1',
    last_updated: '2026-11-22T10:50:31.209Z',
    secret: { '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret', name, ...content },
  });
  return [
    of('tickets', {
      session_ticket_keys: {
        keys: [{ inline_bytes: secret() }, { inline_string: secret() }, { filename: secret.inName() }],
      },
    }),
    of('generic', {
      generic_secret: { secret: { inline_string: secret() }, secrets: { a: { inline_bytes: secret() } } },
    }),
    of('both', {
      tls_certificate: {
        certificate_chain: {
          inline_string: `${secret()}\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`,
        },
        private_key: { inline_string: secret() },
      },
    }),
  ];
}

/** Kubernetes' and Istio's objects with what people put into them. */
export function plantedObjects(canaries: Canaries): string {
  const secret = secrets(canaries);
  const objects: Json[] = [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'demo' },
      data: { password: Buffer.from(secret()).toString('base64') },
      stringData: { token: secret() },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'c',
        namespace: 'demo',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': secret() },
      },
      data: { 'app.conf': secret() },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-1',
        namespace: 'demo',
        labels: { app: 'web' },
        annotations: { token: secret(), 'sidecar.istio.io/proxyCPU': '100m' },
      },
      spec: {
        serviceAccountName: 'web',
        containers: [
          {
            name: 'app',
            env: [{ name: 'DB_PASSWORD', value: secret() }],
            args: [`--password=${secret()}`],
            command: [secret()],
          },
        ],
        imagePullSecrets: [{ name: secret.inName() }],
      },
      status: { podIP: '10.99.0.1', message: secret() },
    },
    {
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { name: 'lua', namespace: 'other' },
      spec: {
        configPatches: [
          {
            applyTo: 'HTTP_FILTER',
            match: { context: 'SIDECAR_INBOUND' },
            patch: {
              operation: 'INSERT_BEFORE',
              value: { name: 'lua', typed_config: { inlineCode: secret(), value: secret() } },
            },
          },
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'v', namespace: 'other' },
      spec: {
        hosts: ['other.example.com'],
        http: [
          {
            match: [{ headers: { authorization: { exact: secret() } } }],
            headers: { request: { set: { 'x-token': secret() } } },
            route: [
              { destination: { host: 'web.demo.svc.cluster.local' }, headers: { request: { add: { a: secret() } } } },
            ],
          },
        ],
      },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'a', namespace: 'other' },
      spec: { rules: [{ when: [{ key: 'request.headers[x-api-key]', values: [secret()] }] }] },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      metadata: { name: 'r', namespace: 'other' },
      spec: { jwtRules: [{ issuer: 'i', jwks: secret() }] },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: {
        mesh: `enableAutoMtls: true\ndefaultConfig:\n  proxyMetadata:\n    TOKEN: ${JSON.stringify(secret())}\nextensionProviders:\n- name: x\n  envoyExtAuthzHttp: {headersToDownstreamOnAllow: [${JSON.stringify(secret())}]}\n`,
      },
    },
  ];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, undefined, 1);
}
