/** The SNI by which Istio's clients say which service they want (pilot/pkg/model, `BuildDNSSrvSubsetKey`). */
import { parseClusterName } from './cluster-name.ts';

export interface IstioSni {
  readonly port: number;
  readonly subset: string;
  readonly host: string;
}

/** `outbound_.PORT_.SUBSET_.HOST`, or the cluster's name itself as in 1.0; undefined for every other SNI. */
export function parseIstioSni(sni: string): IstioSni | undefined {
  const name = parseClusterName(sni);
  return name?.direction === 'outbound' ? { port: name.port, subset: name.subset, host: name.host } : undefined;
}

/** What Istio ≥ 1.1 sends for this service. */
export function istioSni({ port, subset, host }: IstioSni): string {
  return `outbound_.${port}_.${subset}_.${host}`;
}
