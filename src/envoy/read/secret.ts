/** `Secret` (envoy/extensions/transport_sockets/tls/v3/secret.proto) as SecretsConfigDump holds it. */
import type { RawResource } from '../../input/model.ts';
import { has, message, text } from './fields.ts';
import type { Secret } from '../model.ts';
import { present } from '../present.ts';
import { readTlsCertificate } from './tls-context.ts';
import { readValidationContext } from './validation-context.ts';
import { resource } from '../resource.ts';

const contents = ['tls_certificate', 'validation_context', 'session_ticket_keys', 'generic_secret'] as const;

export function readSecret(raw: RawResource): Secret {
  const secret = message(raw.value, 'secret') ?? raw.value;
  const certificate = message(secret, 'tls_certificate');
  const validation = message(secret, 'validation_context');
  return present({
    ...resource(raw, text(secret, 'name') ?? text(raw.value, 'name') ?? ''),
    certificate: certificate === undefined ? undefined : readTlsCertificate(certificate),
    validation: validation === undefined ? undefined : readValidationContext(validation),
    // Envoy's word for a secret that it subscribed to and has not got (config_dump of SecretManager).
    delivered: raw.versionInfo !== 'uninitialized' && contents.some((name) => has(secret, name)),
  });
}
