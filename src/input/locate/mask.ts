import type { JsonValue } from '../model.ts';
import { withoutSecrets } from '../../secrets/find-secrets.ts';
import { isObject, snakeCase } from '../spelling.ts';

/** Stands for a text that an excerpt must not repeat. */
export const notShown = '[not shown]';

/**
 * A value as an excerpt may show it: a text is shown only when its field is known to hold no secret, or when it has
 * the form of something harmless. `tokens` lead to the value from the document's root.
 */
export function masked(value: JsonValue, tokens: readonly string[]): JsonValue {
  const keys = tokens.map(snakeCase);
  if (keys.some((key) => secrets.has(key) || secretWords.test(key))) return hidden(value);
  if (typeof value === 'string') return mayShow(value, keys) ? shownText(value) : notShown;
  if (typeof value !== 'object' || value === null) return value;
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, masked(member, [...tokens, key])]));
  }
  return value.map((item, index) => masked(item, [...tokens, String(index)]));
}

function shownText(text: string): string {
  if (resourcePath.test(text)) return text;
  return withoutSecrets(text.replaceAll(keyMaterial, notShown), notShown);
}

/** Whether there is anything, and nothing of what it is. */
function hidden(value: JsonValue): JsonValue {
  return typeof value === 'boolean' || value === null ? value : notShown;
}

/** Fields below which nothing is shown, whatever its form. */
const secrets: ReadonlySet<string> = new Set(
  (
    'private_key private_key_provider password pkcs12 session_ticket_keys session_ticket_keys_sds_secret_config ' +
    'generic_secret inline_code inline_string inline_bytes environment_variable env string_data lua wasm ' +
    'request_headers_to_add response_headers_to_add headers header initial_metadata call_credentials'
  ).split(' '),
);

const secretWords = /token|passw|secret_?key|credential_?value|api_?key|authorization|cookie|bearer/;

function mayShow(text: string, keys: readonly string[]): boolean {
  if (text.length > 500) return false;
  if (harmless.test(text)) return true;
  const key = keys.findLast((each) => !/^\d+$/.test(each)) ?? '';
  return shown.has(key) || shownBelow.some((parent) => keys.includes(parent));
}

/** What keys and tokens look like, also in the middle of a message: PEM, JWT, long runs of base64 or hex. */
const keyMaterial = /-----BEGIN [^-]*-----[^-]*(?:-----END [^-]*-----)?|\beyJ[\w-]+\.[\w-]+\.[\w-]*|[\w+/=-]{64,}/g;

/** Where istiod notes a resource; long enough to look like base64, and made of names in lower case. */
const resourcePath = /^\/apis\/[a-z.]+\/v\d[a-z\d]*\/namespaces\/[a-z\d.-]{1,253}\/[a-z-]+\/[a-z\d.-]{1,253}$/;

/** Durations, numbers, enum values, addresses, type URLs. */
const harmless =
  /^(?:\d+(?:\.\d+)?(?:ms|s|m|h)?|[A-Z][A-Z0-9_]{0,40}|[\d.]+(?::\d+|\/\d+)?|\[?[\da-f:]*::?[\da-f:]*\]?(?::\d+|\/\d+)?|type\.googleapis\.com\/[\w.]+|)$/;

/** Envoy's and Istio's fields that name things. */
const shown: ReadonlySet<string> = new Set(
  (
    'name namespace kind api_version type @type id cluster cluster_name service_name route_config_name stat_prefix ' +
    'alt_stat_name address path filename sni server_names application_protocols alpn_protocols transport_protocol ' +
    'domains exact prefix suffix contains safe_regex regex invert_match san_type matcher tls_mode config host hosts ' +
    'services subset subsets default_original_port external server_listener_name endpoint_id health_status region zone ' +
    'sub_zone operation version_info last_updated last_update_attempt details trust_domain trusted_ca certificate_chain ' +
    'cipher_suites ecdh_curves signature_algorithms verify_subject_alt_name match_subject_alt_names subject_alt_names ' +
    'mode credential_name sni_hosts ca_certificates client_certificate port targets workload selector match_labels ' +
    'export_to gateways egress ingress bind protocol resolution location addresses principals not_principals namespaces ' +
    'source_principals action min_protocol_version max_protocol_version tls_minimum_protocol_version ' +
    'tls_maximum_protocol_version root_namespace trust_domain_aliases outbound_traffic_policy enable_auto_mtls ' +
    'serial_number valid_from expiration_time days_until_expiration uri dns version hostname owner runtime_key ' +
    'typed_config authn_policy cidr address_prefix prefix_ranges observability_name eds_service_name'
  ).split(' '),
);

/** Maps whose keys are free and whose values are names. */
const shownBelow: readonly string[] = ['envoy.transport_socket_match', 'labels', 'match_labels', 'match'];
