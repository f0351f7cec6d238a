/** What people are told of the recorded handshakes: each way in which one failed, once. */
import { expect, it } from 'vitest';
import { simulateHandshake } from '../../../src/envoy/tls/handshake.ts';
import { sidesOf } from '../../truth/handshakes/predict.ts';
import { recordedHandshakes } from './recorded-handshakes.ts';

const { ends, proxy, at } = await recordedHandshakes();

/** Whose certificate it is about, where it is about one. */
function about(subjectAltNames: readonly string[] | undefined): string {
  return subjectAltNames?.[0] ?? 'without names';
}

it('says who refuses what, and why', async () => {
  const told = ends.flatMap(({ id, host }) => {
    const { client, server } = sidesOf(proxy, id, host);
    const result = simulateHandshake(client, server, at);
    if (result.kind !== 'fails') return [];
    const { by, reason, detail, certificate } = result;
    const whose = certificate === undefined ? '' : ` (certificate of ${about(certificate.subjectAltNames)})`;
    return [`${by}, ${reason}${whose}: ${detail}`];
  });
  await expect(`${[...new Set(told)].toSorted().join('\n')}\n`).toMatchFileSnapshot('told.txt');
});
