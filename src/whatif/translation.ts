import type { Proxy } from '../envoy/model.ts';
import type { Deletion } from '../policy/policy-changes.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import type { ChangeLog } from './change-log.ts';
import type { ChangedEntries } from './entry-services.ts';
import type { ServiceFacts } from './service-facts.ts';
import type { Workloads } from './workloads.ts';

/** Everything a step of the translation may look at. */
export interface Translation {
  /** As captured. */
  readonly proxies: readonly Proxy[];
  readonly before: PolicyIndex;
  readonly after: PolicyIndex;
  readonly services: ServiceFacts;
  readonly entries: ChangedEntries;
  /** With what the manifests in force say of them, and with what the changed ones do. */
  readonly workloadsBefore: Workloads;
  readonly workloadsAfter: Workloads;
  /** What is taken away, read or not. */
  readonly deletions: readonly Deletion[];
  readonly log: ChangeLog;
}
