/** What is said of the recorded handshakes when a dump tells less than Envoy knew. */
import { expect, it } from 'vitest';
import type { CertificateChain, HandshakeResult, PeerValidation, TlsSide } from '../../../src/envoy/connection.ts';
import { simulateHandshake } from '../../../src/envoy/tls/handshake.ts';
import { signaturesAssumed } from '../../../src/envoy/tls/refusal.ts';
import { sidesOf } from '../../truth/handshakes/predict.ts';
import { recordedHandshakes, type RecordedEnd } from './recorded-handshakes.ts';

const { ends, proxy, at } = await recordedHandshakes();

function withoutBytes({ facts }: CertificateChain): CertificateChain {
  return { facts };
}

/** As a redacted dump has it: facts in place of certificates. */
function redacted(side: TlsSide): TlsSide {
  const { certificates, validation } = side;
  return {
    ...side,
    certificates: typeof certificates === 'string' ? certificates : certificates.map(withoutBytes),
    ...(validation === undefined || validation === 'warming' ? {} : { validation: withoutAnchorBytes(validation) }),
  };
}

function withoutAnchorBytes(validation: PeerValidation): PeerValidation {
  const { anchors } = validation;
  return typeof anchors === 'string' ? validation : { ...validation, anchors: anchors.map(withoutBytes) };
}

/** As a dump without its secrets section has it. */
function unseen(side: TlsSide): TlsSide {
  const { certificates, validation } = side;
  return {
    ...side,
    certificates: typeof certificates === 'string' ? certificates : 'unseen',
    ...(validation === undefined || validation === 'warming' || validation.anchors === 'none'
      ? {}
      : { validation: { ...validation, anchors: 'unseen', crls: [] } }),
  };
}

function simulate({ id, host }: RecordedEnd, reduce: (side: TlsSide) => TlsSide): HandshakeResult {
  const { client, server } = sidesOf(proxy, id, host);
  return simulateHandshake(reduce(client), reduce(server), at);
}

function summary(result: HandshakeResult): string {
  if (result.kind === 'complete') return `${result.version ?? ''} ${result.mutual ? 'mutual' : 'one-way'}`;
  return result.kind === 'fails' ? `${result.by} refuses: ${result.reason}, late: ${result.late}` : 'unknown';
}

/** What only the bytes of a certificate tell. */
const onlyInBytes =
  /signature_failure|_SIGNATURE|PADDING_CHECK_FAILED|_subtree_violation|name_constraint|name_syntax|unhandled_critical/u;

/** Facts say that there is an other name, but not of which type. */
function asksForOtherName({ aim }: RecordedEnd): boolean {
  return [aim['client names'], aim['server names']].some(
    (names) => names === 'other name' || names === 'other name of other type',
  );
}

it('facts in place of certificates lead to the same end, but for what only bytes tell', () => {
  const comparable = ends.filter((end) => !onlyInBytes.test(end.observed) && !asksForOtherName(end));
  const different = comparable
    .map((end) => ({ ...end, facts: summary(simulate(end, redacted)), bytes: summary(simulate(end, (side) => side)) }))
    .filter(({ facts, bytes }) => facts !== bytes);
  expect(different).toEqual([]);
  expect(comparable.length).toBeGreaterThan(1450);
});

it('facts that do not say of which type an other name is leave open whether it matches', () => {
  const told = ends.filter(asksForOtherName).map((end) => ({ end, facts: simulate(end, redacted) }));
  const needs = told.flatMap(({ facts }) => (facts.kind === 'unknown' ? facts.needs : []));
  expect(new Set(needs)).toEqual(
    new Set(['the certificate itself: facts in its place do not say of which type its other names are']),
  );
  const wrong = told.filter(
    ({ end, facts }) => facts.kind !== 'unknown' && summary(facts) !== summary(simulate(end, (side) => side)),
  );
  expect(wrong).toEqual([]);
});

it('a chain of facts is never taken for checked', () => {
  const byChain = ends.filter(({ aim }) => {
    const [trust = 'root', validator = 'default', leaf = 'good'] = [
      'server trust',
      'server validator',
      'client leaf',
    ].map((feature) => aim[feature]);
    return trust === 'root' && validator === 'default' && leaf !== 'self-signed';
  });
  const mutual = byChain
    .map((end) => simulate(end, redacted))
    .filter((result) => result.kind === 'complete' && result.mutual);
  const assumed = mutual.flatMap((result) => (result.kind === 'complete' ? result.assumed : []));
  expect(new Set(assumed)).toEqual(new Set([signaturesAssumed]));
  expect(assumed).toHaveLength(mutual.length);
});

it('without any certificate the configuration alone decides, and every certificate is named as unseen', () => {
  const wrong = ends.filter((end) => {
    const result = simulate(end, unseen);
    if (result.kind !== 'complete') return false;
    const { client } = sidesOf(proxy, end.id, end.host);
    const shouldName = result.mutual && client.certificates !== 'none';
    return !result.unseen.includes('server certificate') || shouldName !== result.unseen.includes('client certificate');
  });
  expect(wrong).toEqual([]);
});
