import { effectivePeerAuthentication, type EffectivePeerAuthentication } from './effective-peer-authentication.ts';
import type { Labels } from './fields.ts';
import { grouped } from './grouped.ts';
import { peerAuthenticationsPassedOver, type PassedOverPeerAuthentication } from './peer-authentication-passed-over.ts';
import { hasSelector, type MtlsMode, type PeerAuthentication } from './peer-authentication.ts';
import { oldestFirst } from './resource.ts';
import { selects, type Workload } from './selector.ts';

/** The mode that clients assume of a service, and who set it; nobody did where it is Istio's default. */
export interface ServiceMode {
  readonly mode: MtlsMode;
  readonly decidedBy?: PeerAuthentication;
}

/** The PeerAuthentications of a mesh. Remembers what it answered: every client of a workload asks for the same. */
export class PeerAuthenticationIndex {
  readonly #rootNamespace: string;
  readonly #byNamespace: ReadonlyMap<string, readonly PeerAuthentication[]>;
  /** By one of the labels that they ask for; those that ask for none by an empty text. */
  readonly #byLabel: ReadonlyMap<string, readonly PeerAuthentication[]>;
  readonly #effective = new Map<string, EffectivePeerAuthentication>();
  readonly #serviceModes = new Map<string, ServiceMode>();

  constructor(policies: readonly PeerAuthentication[], rootNamespace: string) {
    this.#rootNamespace = rootNamespace;
    const sorted = policies.toSorted(oldestFirst);
    this.#byNamespace = grouped(sorted, ({ namespace }) => namespace);
    this.#byLabel = grouped(sorted, ({ selector = {} }) => Object.entries(selector).map(labelOf)[0] ?? '');
  }

  /** What they make of a workload. */
  effectiveFor({ namespace, labels }: Workload): EffectivePeerAuthentication {
    const sorted = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const key = JSON.stringify([namespace, sorted]);
    const known = this.#effective.get(key);
    if (known !== undefined) return known;
    const effective = effectivePeerAuthentication(this.near(namespace), { namespace, labels }, this.#rootNamespace);
    this.#effective.set(key, effective);
    return effective;
  }

  /** Those of the root namespace and of this one; of each, oldest first. */
  near(namespace: string): readonly PeerAuthentication[] {
    const inRoot = this.#in(this.#rootNamespace);
    return namespace === this.#rootNamespace ? inRoot : [...inRoot, ...this.#in(namespace)];
  }

  /** Those that do not count for a workload: of other namespaces only those whose selector would select it. */
  passedOverFor(workload: Workload): readonly PassedOverPeerAuthentication[] {
    const labels = ['', ...Object.entries(workload.labels).map(labelOf)];
    const fitting = labels
      .flatMap((label) => this.#byLabel.get(label) ?? [])
      .filter(({ selector = {} }) => selects(selector, workload.labels));
    const candidates = [...new Set([...this.near(workload.namespace), ...fitting])].toSorted(oldestFirst);
    return peerAuthenticationsPassedOver(candidates, workload, this.#rootNamespace, this.effectiveFor(workload));
  }

  /**
   * The mode clients assume of a service when they decide on auto mTLS: only the namespace's and the
   * mesh's policy count, and the oldest of each (Istio: `BestEffortInferServiceMTLSMode`,
   * pilot/pkg/model/push_context.go).
   */
  serviceModeIn(namespace: string): ServiceMode {
    const known = this.#serviceModes.get(namespace);
    if (known !== undefined) return known;
    const widest = [namespace, this.#rootNamespace].map((each) =>
      this.#in(each).find((policy) => !hasSelector(policy)),
    );
    const decidedBy = widest.find((each) => each !== undefined && each.mode !== 'UNSET');
    const mode: ServiceMode =
      decidedBy === undefined || decidedBy.mode === 'UNSET'
        ? { mode: 'PERMISSIVE' }
        : { mode: decidedBy.mode, decidedBy };
    this.#serviceModes.set(namespace, mode);
    return mode;
  }

  /** The selectors of a namespace. */
  selectorsIn(namespace: string): readonly Labels[] {
    return this.#in(namespace).flatMap((policy) => (hasSelector(policy) ? [policy.selector ?? {}] : []));
  }

  #in(namespace: string): readonly PeerAuthentication[] {
    return this.#byNamespace.get(namespace) ?? [];
  }
}

function labelOf([key, value]: readonly [string, string]): string {
  return `${key}=${value}`;
}
