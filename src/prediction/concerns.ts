/** Which connections a spot of a proxy's configuration bears on. */
import type { Trace } from '../edge/model.ts';
import { endpointText } from '../edge/trace.ts';
import type { FirstBytes } from '../envoy/connection.ts';
import type { Spot } from '../whatif/model.ts';

/** Something said of a part of a proxy. */
export interface Spotted {
  /** Name of the proxy. */
  readonly proxy: string;
  readonly spot: Spot;
}

/** Whether a connection depends on what is unsettled. */
export function concerns({ proxy, spot }: Spotted, trace: Trace): boolean {
  const { client, sending, receiving, target, cluster, question } = trace;
  switch (spot.kind) {
    case 'inbound':
      if (spot.tlsOnly === true && isPlaintext(sending?.bytes)) return false;
      return receiving?.proxy?.name === proxy && (spot.port === undefined || spot.port === target?.address.port);
    case 'gateway-listener': {
      const address = receiving?.listener?.addresses[0];
      const port = address?.kind === 'ip' ? address.port : undefined;
      return receiving?.proxy?.name === proxy && (spot.port === undefined || spot.port === port);
    }
    case 'cluster': {
      const at = target === undefined ? undefined : endpointText(target);
      const sameEndpoint = spot.endpoint === undefined || spot.endpoint === at;
      return client?.name === proxy && cluster?.name === spot.cluster && sameEndpoint;
    }
    case 'outbound':
      return (
        client?.name === proxy &&
        (spot.port === undefined || spot.port === question.port) &&
        (spot.host === undefined || spot.host === trace.path.destination.host)
      );
  }
}

/** What the server's listener can tell from TLS at once. */
function isPlaintext(bytes: FirstBytes | undefined): boolean {
  return bytes?.kind === 'http1' || bytes?.kind === 'http2' || bytes?.kind === 'other';
}
