import type { JsonObject } from '../input/model.ts';
import { flagAt, labelsAt, numberAt, objectAt, objectsAt, oneOf, textAt, textsAt, type Labels } from './fields.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

const serverTlsModes = [
  'PASSTHROUGH',
  'SIMPLE',
  'MUTUAL',
  'AUTO_PASSTHROUGH',
  'ISTIO_MUTUAL',
  'OPTIONAL_MUTUAL',
] as const;

export type ServerTlsMode = (typeof serverTlsModes)[number];

/** `ServerTLSSettings` of a gateway's port. */
export interface ServerTls {
  readonly mode: ServerTlsMode;
  readonly credentialName: string;
  readonly serverCertificate: string;
  readonly privateKey: string;
  readonly caCertificates: string;
  readonly subjectAltNames: readonly string[];
  readonly httpsRedirect: boolean;
  /** `TLSV1_2` and the like; empty: Envoy's defaults. */
  readonly minimum: string;
  readonly maximum: string;
  readonly cipherSuites: readonly string[];
}

export interface GatewayServer {
  readonly port: { readonly number: number; readonly protocol: string; readonly name: string };
  readonly name: string;
  readonly bind: string;
  /** As written: `host`, `*`, `namespace/host`. */
  readonly hosts: readonly string[];
  readonly tls?: ServerTls;
  readonly path: string;
}

/** networking.istio.io Gateway: what a gateway's proxy listens to. */
export interface Gateway extends KubernetesResource<'Gateway'> {
  readonly selector: Labels;
  readonly servers: readonly GatewayServer[];
}

export function readGateway(from: Manifest): Gateway {
  return {
    ...header('Gateway', from, ['selector', 'servers']),
    selector: labelsAt(from.spec, 'selector') ?? {},
    servers: objectsAt(from.spec, 'servers').map(({ value, index }) => {
      const port = objectAt(value, 'port');
      const tls = objectAt(value, 'tls');
      return {
        port: {
          number: numberAt(port, 'number') ?? 0,
          protocol: textAt(port, 'protocol') ?? '',
          name: textAt(port, 'name') ?? '',
        },
        name: textAt(value, 'name') ?? '',
        bind: textAt(value, 'bind') ?? '',
        hosts: textsAt(value, 'hosts') ?? [],
        ...(tls === undefined ? {} : { tls: readServerTls(tls) }),
        path: `/spec/servers/${index}`,
      };
    }),
  };
}

function readServerTls(value: JsonObject): ServerTls {
  return {
    mode: oneOf(textAt(value, 'mode'), serverTlsModes, 'PASSTHROUGH'),
    credentialName: textAt(value, 'credentialName') ?? '',
    serverCertificate: textAt(value, 'serverCertificate') ?? '',
    privateKey: textAt(value, 'privateKey') ?? '',
    caCertificates: textAt(value, 'caCertificates') ?? '',
    subjectAltNames: textsAt(value, 'subjectAltNames') ?? [],
    httpsRedirect: flagAt(value, 'httpsRedirect') ?? false,
    minimum: textAt(value, 'minProtocolVersion') ?? '',
    maximum: textAt(value, 'maxProtocolVersion') ?? '',
    cipherSuites: textsAt(value, 'cipherSuites') ?? [],
  };
}
