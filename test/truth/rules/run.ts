/** Asks Envoys, one for each rule. */
import { writeFileSync } from 'node:fs';
import type { JsonObject } from '../../../src/input/model.ts';
import { mint } from '../../mint/mint.ts';
import { sendAll } from '../handshakes/traffic.ts';
import { withEnvoy } from '../handshakes/run.ts';
import { socketAddress, transportSocket } from '../lab/config.ts';
import type { Outcome } from '../lab/kind.ts';
import type { Lab } from '../lab/lab.ts';
import type { Question, RuleCase } from './case.ts';
import { plaintext } from './plaintext.ts';

export async function runRules(cases: readonly RuleCase[], lab: Lab): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { asks, holds } of cases) outcomes.push({ predicted: holds, observed: await answer(asks, lab) });
  return outcomes;
}

function answer(question: Question, lab: Lab): Promise<string> {
  switch (question.kind) {
    case 'plaintext':
      return plaintext(question, lab);
    case 'statistic':
      return statistic(question.name, lab);
    case 'refused listener':
      return refusedListener(lab);
  }
}

function statistic(name: string, lab: Lab): Promise<string> {
  return withEnvoy([{ aim: {} }], lab, async ({ places, entry, admin }) => {
    const id = places[0]?.id ?? '';
    await sendAll(entry, [{ id, host: 'a.test' }]);
    const found = await admin(`/stats?filter=${encodeURIComponent(`^cluster\\.${id}\\.${name}$`)}`);
    return found === '' ? 'not there' : 'there';
  });
}

/** Two chains with the same match are refused. */
async function refusedListener(lab: Lab): Promise<string> {
  const { pem, key } = await mint({ subject: 'CN=twice' });
  const certificate = { certificate_chain: { inline_string: pem }, private_key: { inline_string: key.pem } };
  const tls = { common_tls_context: { tls_certificates: [certificate] } };
  const chain = { transport_socket: transportSocket('DownstreamTlsContext', tls), filters: [] };
  const type = 'type.googleapis.com/envoy.config.listener.v3.Listener';
  const address = socketAddress('127.0.0.1', 1);
  const refused: JsonObject = { '@type': type, name: 'twice', address, filter_chains: [chain, chain] };
  const path = lab.path('refused.json');
  writeFileSync(path, JSON.stringify({ version_info: '1', resources: [refused] }));
  const lds = { resource_api_version: 'V3', path_config_source: { path } };
  const envoy = await lab.start({ dynamic_resources: { lds_config: lds } });
  try {
    const dump = await envoy.admin('/config_dump');
    if (!dump.includes('"failed_configuration"')) return 'was not refused';
    const [, shown] = /"private_key":\s*\{\s*"inline_string":\s*"(?<text>[^"]*)"/u.exec(dump) ?? [];
    return shown ?? 'no private key';
  } finally {
    await envoy.stop();
  }
}
