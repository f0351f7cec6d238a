/** How a TLS context comes by its certificates and its validation: in place, from static secrets, from SDS. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Value } from './features.ts';
import type { NamedSecret } from './secret-service.ts';

export interface Sourced {
  readonly context: JsonObject;
  /** Static secrets that the context refers to. */
  readonly secrets: readonly NamedSecret[];
  /** Secrets that SDS has to deliver. */
  readonly served: readonly NamedSecret[];
}

/** The cluster that stands for the SDS server. */
export const secretCluster = 'secrets';

interface Delivery {
  readonly reference: JsonObject;
  readonly secrets?: readonly NamedSecret[];
  readonly served?: readonly NamedSecret[];
}

type Deliver = (secret: NamedSecret) => Delivery;

/** A static secret: the reference has a name and no source. */
const statically: Deliver = (secret) => ({ reference: { name: secret.name }, secrets: [secret] });

const bySds: Deliver = (secret) => ({ reference: sdsReference(secret.name, '30s'), served: [secret] });

const inVain: Deliver = ({ name }) => ({ reference: sdsReference(name, '0.1s') });

function sdsReference(name: string, wait: string): JsonObject {
  const source = {
    api_type: 'REST',
    transport_api_version: 'V3',
    cluster_names: [secretCluster],
    refresh_delay: '1s',
    request_timeout: '10s',
  };
  return { name, sds_config: { resource_api_version: 'V3', initial_fetch_timeout: wait, api_config_source: source } };
}

/** `stem` begins the names of secrets. */
export function sourced(
  source: Value<'client sources'>,
  chains: readonly JsonObject[],
  validation: JsonObject | undefined,
  stem: string,
): Sourced {
  const inPlace = validation === undefined ? {} : { validation_context: validation };
  const certificates = chains.map((tls_certificate, at) => ({ name: `${stem}-${at}`, tls_certificate }));
  switch (source) {
    case 'inline':
      return { context: { ...(chains.length === 0 ? {} : { tls_certificates: chains }), ...inPlace }, ...none };
    case 'certificate secret only':
      return together(certificateParts(certificates, statically), { context: inPlace, ...none });
    case 'static secrets':
      return together(certificateParts(certificates, statically), validationPart(validation, stem, statically));
    case 'combined':
    case 'combined, names in secret': {
      const [first, second] = split(validation, source === 'combined');
      return together(certificateParts(certificates, statically), validationPart(second, stem, statically, first));
    }
    case 'delivered by SDS': {
      const [first, second] = split(validation, true);
      return together(certificateParts(certificates, bySds), validationPart(second, stem, bySds, first));
    }
    case 'certificate never comes':
      return together(certificateParts(certificates, inVain), validationPart(validation, stem, bySds));
    case 'anchors never come':
      return together(certificateParts(certificates, bySds), validationPart(validation, stem, inVain));
  }
}

const none = { secrets: [], served: [] };

function together(one: Sourced, other: Sourced): Sourced {
  return {
    context: { ...one.context, ...other.context },
    secrets: [...one.secrets, ...other.secrets],
    served: [...one.served, ...other.served],
  };
}

function certificateParts(certificates: readonly NamedSecret[], deliver: Deliver): Sourced {
  if (certificates.length === 0) return { context: {}, ...none };
  const delivered = certificates.map(deliver);
  return {
    context: { tls_certificate_sds_secret_configs: delivered.map(({ reference }) => reference) },
    secrets: delivered.flatMap(({ secrets = [] }) => secrets),
    served: delivered.flatMap(({ served = [] }) => served),
  };
}

/** With `base`, a combined context. */
function validationPart(
  validation: JsonObject | undefined,
  stem: string,
  deliver: Deliver,
  base?: JsonObject,
): Sourced {
  if (validation === undefined) return { context: {}, ...none };
  const {
    reference,
    secrets = [],
    served = [],
  } = deliver({ name: `${stem}-validation`, validation_context: validation });
  const context =
    base === undefined
      ? { validation_context_sds_secret_config: reference }
      : {
          combined_validation_context: {
            default_validation_context: base,
            validation_context_sds_secret_config: reference,
          },
        };
  return { context, secrets, served };
}

/** As istiod splits it: names in the default, anchors in the secret; or the other way round. */
function split(
  validation: JsonObject | undefined,
  anchorsInSecret: boolean,
): [first: JsonObject | undefined, second: JsonObject | undefined] {
  if (validation === undefined) return [undefined, undefined];
  const inSecret = (key: string): boolean => (key === 'trusted_ca' || key === 'crl') === anchorsInSecret;
  const part = (wanted: boolean): JsonObject =>
    Object.fromEntries(Object.entries(validation).filter(([key]) => inSecret(key) === wanted));
  return [part(false), part(true)];
}
