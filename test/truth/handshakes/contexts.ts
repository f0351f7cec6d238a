/** `UpstreamTlsContext` and `DownstreamTlsContext` of a case, and the static secrets they refer to. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Minted } from '../../mint/mint.ts';
import type { Aim } from '../lab/coverage.ts';
import { credential, namedLeaf, type Credential } from './credentials.ts';
import { wildcard } from './leaf-orders.ts';
import { valueOf } from './features.ts';
import type { Role } from './possible.ts';
import type { NamedSecret } from './secret-service.ts';
import { sourced, type Sourced } from './sources.ts';
import { parameters } from './tls-params.ts';
import { validationContext } from './validation.ts';

export interface Contexts {
  readonly upstream: JsonObject;
  readonly downstream: JsonObject;
  /** Static secrets that the two refer to. */
  readonly secrets: readonly NamedSecret[];
  /** Secrets that SDS has to deliver. */
  readonly served: readonly NamedSecret[];
}

/** `id` keeps the names of secrets apart. */
export async function contexts(aim: Aim, id: string): Promise<Contexts> {
  const client = await credential(
    'client',
    valueOf(aim, 'client leaf'),
    valueOf(aim, 'client chain'),
    valueOf(aim, 'client key'),
  );
  const server = await credential(
    'server',
    valueOf(aim, 'server leaf'),
    valueOf(aim, 'server chain'),
    valueOf(aim, 'server key'),
  );
  const own = valueOf(aim, 'client certificate') === 'none' ? [] : [chainOf(client)];
  const up = await common(aim, 'client', own, server, `client-${id}`);
  const down = await common(aim, 'server', await serverChains(aim, server), client, `server-${id}`);
  const require = valueOf(aim, 'require');
  return {
    upstream: {
      ...sni(aim),
      ...(valueOf(aim, 'client names') === 'the SNI' ? { auto_sni_san_validation: true } : {}),
      common_tls_context: up.context,
    },
    downstream: {
      common_tls_context: down.context,
      ...(require === 'unset' ? {} : { require_client_certificate: require === 'yes' }),
      ...(valueOf(aim, 'full scan') === 'yes' ? { full_scan_certs_on_sni_mismatch: true } : {}),
    },
    secrets: [...up.secrets, ...down.secrets],
    served: [...up.served, ...down.served],
  };
}

function sni(aim: Aim): JsonObject {
  const value = valueOf(aim, 'sni');
  if (value === 'none' || value === 'host') return {};
  return { sni: value === 'server’s' ? 'a.test' : value };
}

function chainOf({ leaf, sent }: Credential): JsonObject {
  return tlsCertificate(leaf, sent);
}

function tlsCertificate(leaf: Minted, sent: readonly Minted[] = [leaf]): JsonObject {
  return {
    certificate_chain: { inline_string: sent.map(({ pem }) => pem).join('') },
    private_key: { inline_string: leaf.key.pem },
  };
}

function several(...leaves: readonly Promise<Minted>[]): Promise<JsonObject[]> {
  return Promise.all(leaves.map(async (leaf) => tlsCertificate(await leaf)));
}

/** The server's certificates: the one that a case is about, or several good ones to choose from. */
async function serverChains(aim: Aim, server: Credential): Promise<JsonObject[]> {
  const ec = namedLeaf('a', 'EC P-256', ['DNS:a.test']);
  switch (valueOf(aim, 'server certificates')) {
    case 'one':
      return [chainOf(server)];
    case 'EC then RSA':
      return several(ec, namedLeaf('a', 'RSA 2048', ['DNS:a.test']));
    case 'RSA then EC':
      return several(namedLeaf('a', 'RSA 2048', ['DNS:a.test']), ec);
    case 'a then b':
      return several(ec, namedLeaf('b', 'EC P-256', ['DNS:b.test', 'URI:spiffe://cluster.local/b']));
    case 'wildcard then a':
      return several(namedLeaf('wildcard', 'RSA 2048', [`DNS:*.${wildcard}`]), ec);
    case 'common name then a':
      return several(namedLeaf('common name', 'RSA 2048', undefined, 'CN=b.test'), ec);
    case 'same name twice':
      return several(ec, namedLeaf('a again', 'EC P-256', ['DNS:a.test', 'DNS:b.test']));
    case 'P-384 then RSA':
      return several(namedLeaf('a', 'EC P-384', ['DNS:a.test']), namedLeaf('a', 'RSA 2048', ['DNS:a.test']));
  }
}

async function common(
  aim: Aim,
  role: Role,
  chains: readonly JsonObject[],
  peer: Credential,
  stem: string,
): Promise<Sourced> {
  const validation = await validationContext(aim, role, peer);
  const source = valueOf(aim, role === 'client' ? 'client sources' : 'server sources');
  const { context, ...rest } = sourced(source, chains, validation, stem);
  return { context: { ...parameters(aim, role), ...context }, ...rest };
}
