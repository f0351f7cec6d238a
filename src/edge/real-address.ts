import type { Endpoint } from '../envoy/model.ts';

/** Behind an internal listener's address (HBONE) the pod's own address stands in the metadata. */
export function realAddress(endpoint: Endpoint): { readonly ip: string; readonly port: number } | undefined {
  if (endpoint.originalDst !== undefined) return endpoint.originalDst;
  switch (endpoint.address.kind) {
    case 'ip':
      return { ip: endpoint.address.ip, port: endpoint.address.port };
    case 'internal': {
      const parts = /^\[?(.*?)\]?:(\d+)$/u.exec(endpoint.address.endpointId);
      return parts?.[1] === undefined ? undefined : { ip: parts[1], port: Number(parts[2]) };
    }
    case 'pipe':
      return undefined;
  }
}
