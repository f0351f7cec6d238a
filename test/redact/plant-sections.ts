/** Plants secrets beside the resources of a dump. */
import type { Canaries } from './canaries.ts';
import { isFields, type Fields, type Json, type Secret } from './plant-secret.ts';

/** What stands beside the resources: bootstrap, refused updates, secrets of other kinds. */
export function plantInSections(dump: Fields, canaries: Canaries, secret: Secret): void {
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

function of(name: string, content: Fields): Json {
  return {
    name,
    version_info: '1',
    last_updated: '2026-11-22T10:50:31.209Z',
    secret: { '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret', name, ...content },
  };
}

function otherSecrets(secret: Secret): Json[] {
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
