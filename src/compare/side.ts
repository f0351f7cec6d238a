/** One of the two things that are compared. */
import type { Mesh } from '../edge/mesh.ts';
import type { Trace } from '../edge/model.ts';
import type { RawResource } from '../input/model.ts';
import type { EndpointVerdict } from '../verdict/model.ts';

/** What was read on one side. */
export interface Side {
  readonly mesh: Mesh;
  /** Kubernetes and Istio objects and MeshConfigs found beside the dumps. */
  readonly objects: readonly RawResource[];
}

/** Says of a walk through a mesh what becomes of it; the comparison does not judge by itself. */
export type JudgeTrace = (mesh: Mesh, trace: Trace) => EndpointVerdict;
