/** Certificates and anchors that one of the two ends got anew, or that ran out in between. */
import type { Trace } from '../../edge/model.ts';
import type { TlsSide } from '../../envoy/connection.ts';
import type { CertificateFacts, Proxy } from '../../envoy/model.ts';
import { evidence } from '../../evidence.ts';
import { peerOfProxy } from '../../verdict/peers.ts';
import { certificateName } from '../facts/certificate-text.ts';
import { factChanges } from '../facts/fact.ts';
import { renewalFacts, secretFacts } from '../facts/secret-facts.ts';
import { inForce } from '../resource-changes.ts';
import { serverOf } from './server-suspect.ts';
import { factsText, type Suspect } from './suspect.ts';

export function certificateSuspects(before: Trace, after: Trace): readonly Suspect[] {
  return [
    ...secretSuspects('client certificates', before.client, after.client),
    ...secretSuspects('server certificates', serverOf(before).proxy, serverOf(after).proxy),
  ];
}

function secretSuspects(part: Suspect['part'], was: Proxy | undefined, is: Proxy | undefined): readonly Suspect[] {
  if (was === undefined || is === undefined) return [];
  const [secrets, now] = [inForce(was.secrets), inForce(is.secrets)];
  return [...new Set([...secrets.keys(), ...now.keys()])].flatMap((name): readonly Suspect[] => {
    const [one, other] = [secrets.get(name), now.get(name)];
    const facts = [
      ...factChanges(one === undefined ? [] : secretFacts(one), other === undefined ? [] : secretFacts(other)),
      ...factChanges(one === undefined ? [] : renewalFacts(one), other === undefined ? [] : renewalFacts(other)),
    ];
    if (facts.length === 0) return [];
    const text = `secret ${name} of ${peerOfProxy(is).name}: ${factsText(facts)}`;
    const [before, after] = [one, other].map((secret) => (secret === undefined ? [] : [evidence(secret.place)]));
    return [{ part, change: { text, before: before ?? [], after: after ?? [] } }];
  });
}

/** A certificate that was valid at the one time and is not at the other. */
export function timeSuspect(before: Trace, after: Trace, was: Date, is: Date): readonly Suspect[] {
  if (was.getTime() === is.getTime()) return [];
  return leaves(after).flatMap((leaf): readonly Suspect[] => {
    const [valid, validNow] = [isValid(leaf, was), isValid(leaf, is)];
    if (valid === validNow) return [];
    const text = validNow
      ? `the certificate of ${certificateName(leaf)} became valid at ${leaf.notBefore}`
      : `the certificate of ${certificateName(leaf)} ran out at ${leaf.notAfter}`;
    return [{ part: 'time', change: { text, before: [], after: certificateEvidence(after, leaf, before) } }];
  });
}

function leaves({ sending, receiving, tunnel }: Trace): readonly CertificateFacts[] {
  const sides = [tunnel?.sending.tls ?? sending?.tls, tunnel?.receiving.tls ?? receiving?.tls];
  return sides.flatMap((tls) => (tls === undefined ? [] : leavesOf(tls.side)));
}

function leavesOf({ certificates }: TlsSide): readonly CertificateFacts[] {
  return typeof certificates === 'string' ? [] : certificates.flatMap(({ facts }) => facts[0] ?? []);
}

function isValid({ notBefore, notAfter }: CertificateFacts, at: Date): boolean {
  return Date.parse(notBefore) <= at.getTime() && at.getTime() <= Date.parse(notAfter);
}

/** The secret that holds it, in either end's proxy. */
function certificateEvidence(trace: Trace, leaf: CertificateFacts, other: Trace): Suspect['change']['after'] {
  const proxies = [trace.client, serverOf(trace).proxy, other.client];
  for (const secret of proxies.flatMap((proxy) => proxy?.secrets ?? [])) {
    if (renewalFacts(secret).some((fact) => fact.value.includes(leaf.serialNumber))) return [evidence(secret.place)];
  }
  return [];
}
