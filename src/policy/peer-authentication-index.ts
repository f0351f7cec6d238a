import { effectivePeerAuthentication, type EffectivePeerAuthentication } from './effective-peer-authentication.ts';
import type { Labels } from './fields.ts';
import { grouped } from './grouped.ts';
import { peerAuthenticationsPassedOver, type PassedOverPeerAuthentication } from './peer-authentication-passed-over.ts';
import { hasSelector, type MtlsMode, type PeerAuthentication } from './peer-authentication.ts';
import { oldestFirst } from './resource.ts';
import type { Workload } from './selector.ts';

/** The mode that clients assume of a service, and who set it; nobody did where it is Istio's default. */
export interface ServiceMode {
  readonly mode: MtlsMode;
  readonly decidedBy?: PeerAuthentication;
}

/** The PeerAuthentications of a mesh. Remembers what it answered: every client of a workload asks for the same. */
export class PeerAuthenticationIndex {
  readonly #rootNamespace: string;
  readonly #oldestFirst: readonly PeerAuthentication[];
  readonly #byNamespace: ReadonlyMap<string, readonly PeerAuthentication[]>;
  readonly #effective = new Map<string, EffectivePeerAuthentication>();
  readonly #serviceModes = new Map<string, ServiceMode>();

  constructor(policies: readonly PeerAuthentication[], rootNamespace: string) {
    this.#rootNamespace = rootNamespace;
    this.#oldestFirst = policies.toSorted(oldestFirst);
    this.#byNamespace = grouped(this.#oldestFirst, ({ namespace }) => namespace);
  }

  /** What they make of a workload. */
  effectiveFor({ namespace, labels }: Workload): EffectivePeerAuthentication {
    const sorted = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const key = JSON.stringify([namespace, sorted]);
    const known = this.#effective.get(key);
    if (known !== undefined) return known;
    const inRoot = this.#in(this.#rootNamespace);
    const candidates = namespace === this.#rootNamespace ? inRoot : [...inRoot, ...this.#in(namespace)];
    const effective = effectivePeerAuthentication(candidates, { namespace, labels }, this.#rootNamespace);
    this.#effective.set(key, effective);
    return effective;
  }

  /** Those that do not count for a workload. */
  passedOverFor(workload: Workload): readonly PassedOverPeerAuthentication[] {
    const effective = this.effectiveFor(workload);
    return peerAuthenticationsPassedOver(this.#oldestFirst, workload, this.#rootNamespace, effective);
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
