/** A request without TLS for a chain that wants it: what both sides log. */
import { request } from 'node:http';
import type { JsonObject } from '../../../src/input/model.ts';
import { mint } from '../../mint/mint.ts';
import { readLog } from '../handshakes/traffic.ts';
import { fileLog, httpConnectionManager, socketAddress, staticCluster, transportSocket, v3 } from '../lab/config.ts';
import { withFreePorts } from '../lab/free-ports.ts';
import type { Lab } from '../lab/lab.ts';
import type { Question } from './case.ts';

/** `503 UC connection_termination, server: HTTP_REQUEST`. */
export function plaintext(question: Question & { readonly kind: 'plaintext' }, lab: Lab): Promise<string> {
  return withFreePorts(2, async ([entry = 0, behind = 0]) => {
    const logs = { client: lab.path(`plaintext-${entry}.client`), server: lab.path(`plaintext-${entry}.server`) };
    const envoy = await lab.start({
      static_resources: {
        clusters: [cluster(behind, question.http2)],
        listeners: [entryListener(entry, logs.client), await tlsListener(behind, logs.server)],
      },
    });
    try {
      await ask(question.method, entry);
      const client = (await readLog(logs.client, 1)).get('one');
      const server = (await readLog(logs.server, 1)).get('one');
      const details = /\{(?<why>.*)\}/u.exec(String(client?.['details']))?.groups?.['why'] ?? '-';
      const reason = /OPENSSL_internal:(?<name>[A-Z_]+)/u.exec(String(server?.['reason']))?.groups?.['name'] ?? '-';
      return `${client?.['status'] ?? '-'} ${client?.['flags'] ?? '-'} ${details}, server: ${reason}`;
    } finally {
      await envoy.stop();
    }
  });
}

function cluster(port: number, http2: boolean): JsonObject {
  const raw = staticCluster('behind', '127.0.0.1', port);
  if (!http2) return raw;
  const options = {
    '@type': `${v3}.upstreams.http.v3.HttpProtocolOptions`,
    explicit_http_config: { http2_protocol_options: {} },
  };
  return {
    ...raw,
    typed_extension_protocol_options: { 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': options },
  };
}

function entryListener(port: number, log: string): JsonObject {
  const format = {
    case: 'one',
    status: '%RESPONSE_CODE%',
    flags: '%RESPONSE_FLAGS%',
    details: '%RESPONSE_CODE_DETAILS%',
  };
  const route = { match: { prefix: '/' }, route: { cluster: 'behind' } };
  return {
    name: 'entry',
    address: socketAddress('127.0.0.1', port),
    filter_chains: [{ filters: [httpConnectionManager(route, [fileLog(log, format)])] }],
  };
}

async function tlsListener(port: number, log: string): Promise<JsonObject> {
  const { pem, key } = await mint({ subject: 'CN=behind' });
  const certificate = { certificate_chain: { inline_string: pem }, private_key: { inline_string: key.pem } };
  const tls = { common_tls_context: { tls_certificates: [certificate] } };
  return {
    name: 'behind',
    address: socketAddress('127.0.0.1', port),
    access_log: [fileLog(log, { case: 'one', reason: '%DOWNSTREAM_TRANSPORT_FAILURE_REASON%' })],
    filter_chains: [
      {
        transport_socket: transportSocket('DownstreamTlsContext', tls),
        filters: [httpConnectionManager({ match: { prefix: '/' }, direct_response: { status: 200 } })],
      },
    ],
  };
}

function ask(method: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path: '/' }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
}
