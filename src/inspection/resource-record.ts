import type { Resource, ResourceState } from '../envoy/model.ts';
import { present } from '../envoy/present.ts';
import { evidence } from '../evidence.ts';
import { pointTo, type EvidenceRecord } from './evidence-record.ts';

/** What all records of xDS resources have. */
export interface ResourceRecord {
  /** Name of the proxy it was read from. */
  readonly proxy: string;
  readonly name: string;
  readonly state: ResourceState;
  /** Envoy's reason for refusing, where the state is `rejected`. */
  readonly rejection?: string;
  readonly lastUpdated?: string;
  readonly evidence: EvidenceRecord;
}

export function resourceRecord(proxy: string, resource: Resource): ResourceRecord {
  const { name, state, rejection, lastUpdated, place } = resource;
  return present({ proxy, name, state, rejection, lastUpdated, evidence: pointTo(evidence(place)) });
}
