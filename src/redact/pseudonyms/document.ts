/** Which texts of a redacted document are names, and which say what kind of thing something is. */
import type { JsonObject, JsonValue } from '../../input/model.ts';
import { isObject } from '../../input/spelling.ts';

/** What can rename. */
export interface Renaming {
  text(text: string): string;
  digest(text: string): string;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}

/** Times, versions, words of an enumeration, names of types, algorithms. */
const kept = words(`
  @type last_updated last_update_attempt not_before not_after valid_from expiration_time version_info type
  traffic_direction source_type health_status eds_health_status protocol codec_type san_type action
  trust_chain_verification tls_minimum_protocol_version tls_maximum_protocol_version cipher_suites ecdh_curves
  signature_algorithms retry_on transport_protocol key_type extended_key_usage key_usage build_version version
  creationTimestamp apiVersion kind mode minProtocolVersion maxProtocolVersion cipherSuites connect_timeout
  listener_filters_timeout upstream_protocol require_tls ISTIO_VERSION INTERCEPTION_MODE applyTo
  simple h2UpgradePolicy captureMode location resolution authPolicy inline_string
`);

const digests = words(`
  fingerprint public_key subject_key_id authority_key_id serial_number verify_certificate_hash verify_certificate_spki
`);

/** Envoy's reasons name what they are about in sentences. */
const sentences = words('details');

/**
 * What an object is: a message, whose keys are fields; a Struct or labels, in which everything is a name; or a map
 * from names to messages.
 */
type Shape = 'message' | 'struct' | 'names';

/** Where a value stands. */
interface Where {
  readonly field: string;
  /** The field around it. */
  readonly parent: string;
  readonly shape: Shape;
}

/** The document with names replaced. */
export function renamedDocument(value: JsonValue, renaming: Renaming): JsonValue {
  return rename(value, { field: '', parent: '', shape: 'message' }, renaming);
}

function rename(value: JsonValue, where: Where, renaming: Renaming): JsonValue {
  if (typeof value === 'string') return renameText(value, where, renaming);
  if (Array.isArray(value)) return value.map((each: JsonValue) => rename(each, where, renaming));
  if (!isObject(value)) return value;
  const shape = where.shape === 'struct' ? 'struct' : shapeOf(value, where);
  const entries = Object.entries(value).map(([key, each]) => {
    const inside = { field: key, parent: where.field, shape: shape === 'names' ? ('message' as const) : shape };
    return [shape === 'message' ? key : renaming.text(key), rename(each, inside, renaming)] as const;
  });
  return Object.fromEntries(entries);
}

const labels = words('labels LABELS matchLabels sourceLabels selector');

function shapeOf(value: JsonObject, { field, parent }: Where): Shape {
  if (field === 'filter_metadata' || (field === 'match' && parent === 'transport_socket_matches')) return 'struct';
  if (labels.has(field)) return Object.values(value).every((each) => typeof each === 'string') ? 'struct' : 'message';
  if (field === 'policies' && parent === 'rules') return 'names';
  return field === 'ports' ? 'names' : 'message';
}

function renameText(text: string, { field, parent, shape }: Where, renaming: Renaming): string {
  if (shape === 'struct') return renaming.text(text);
  if (sentences.has(field)) return text === '' ? '' : '[redacted]';
  if (field === 'name' && parent === 'stats') return renamedCounter(text, renaming);
  if (digests.has(field)) return renaming.digest(text);
  if (field === 'mesh') return renamedSettings(text, renaming);
  return kept.has(field) ? text : renaming.text(text);
}

/** What is counted stays; whose it is, between the first word and that, is a name. */
function renamedCounter(text: string, renaming: Renaming): string {
  const [, of = '', whose = text, what = ''] =
    /^([a-z]+\.)(.*?)(\.(?:ssl\..+|no_filter_chain_match|upstream_cx_connect_[a-z]+))$/u.exec(text) ?? [];
  return `${of}${renaming.text(whose)}${what}`;
}

/** MeshConfig in a ConfigMap: JSON in JSON. */
function renamedSettings(text: string, renaming: Renaming): string {
  try {
    const settings: unknown = JSON.parse(text);
    return isObject(settings) ? JSON.stringify(renamedDocument(settings, renaming)) : renaming.text(text);
  } catch {
    return renaming.text(text);
  }
}
