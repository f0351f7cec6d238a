import type { EndpointRecord } from '../../inspection/edge-record.ts';

/** Is the same to be said of both endpoints, but for their addresses and names? */
export function sameAs(one: EndpointRecord, other: EndpointRecord): boolean {
  return essence(one) === essence(other);
}

/** What is said of an endpoint, as text in which its own address and name stand for any. */
function essence(endpoint: EndpointRecord): string {
  const { outcome, because, subset, weight, symptom, missing, unseen } = endpoint;
  const steps = (endpoint.steps ?? []).map(({ side, name, passed }) => [side, name, passed ?? null]);
  const causes = endpoint.causes.map(({ code, confidence }) => [code, confidence]);
  const findings = endpoint.findings.map(({ code }) => code);
  const text = JSON.stringify([outcome, because, subset, weight, symptom, missing, unseen, steps, causes, findings]);
  const own = [
    endpoint.endpoint,
    endpoint.endpoint?.replace(/:\d+$/u, ''),
    endpoint.server?.proxy,
    endpoint.server?.name,
  ];
  return own.reduce<string>(
    (anonymous, name) => (name === undefined ? anonymous : anonymous.replaceAll(name, '…')),
    text,
  );
}
