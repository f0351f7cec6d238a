import type { EndpointRecord } from '../../inspection/edge-record.ts';

/** Is the same to be said of both endpoints, but for their addresses and names? */
export function sameAs(one: EndpointRecord, other: EndpointRecord): boolean {
  return essence(one) === essence(other);
}

function essence(endpoint: EndpointRecord): string {
  const { outcome, because, subset, weight, symptom, missing, unseen } = endpoint;
  const steps = (endpoint.steps ?? []).map(({ side, name, passed }) => [side, name, passed ?? null]);
  const causes = endpoint.causes.map(({ code, confidence }) => [code, confidence]);
  const findings = endpoint.findings.map(({ code }) => code);
  return JSON.stringify([outcome, because, subset, weight, symptom, missing, unseen, steps, causes, findings]);
}
