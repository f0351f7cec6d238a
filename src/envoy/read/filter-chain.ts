/** `FilterChain` and `FilterChainMatch`. */
import type { Place } from '../../evidence.ts';
import type { JsonObject } from '../../input/model.ts';
import { messageOrEmpty, messages, number, numbers, text, texts } from './fields.ts';
import type { Interned } from '../intern.ts';
import type { FilterChain, FilterChainMatch } from '../model.ts';
import { present } from '../present.ts';
import { readCidrRanges } from './address.ts';
import { readNetworkFilter } from './network-filter.ts';
import { readTransportSocket } from './transport-socket.ts';
import { filterMetadata, stringIn } from './struct.ts';

/** The listener that a chain stands in. */
export interface InListener {
  readonly place: Place;
  readonly interned: Interned;
}

/** `path` is that of the chain, relative to the listener. */
export function readFilterChain(chain: JsonObject, path: string, where: InListener): FilterChain {
  return present({
    name: text(chain, 'name') ?? '',
    match: readMatch(messageOrEmpty(chain, 'filter_chain_match')),
    transportSocket: readTransportSocket(chain, 'downstream', where.interned),
    filters: messages(chain, 'filters').map((filter, index) =>
      readNetworkFilter(filter, `${path}/filters/${index}`, where.place),
    ),
    path,
    originalListenerName: stringIn(filterMetadata(chain, 'pilot_meta') ?? {}, 'original_listener_name'),
  });
}

function readMatch(match: JsonObject): FilterChainMatch {
  return present({
    destinationPort: number(match, 'destination_port'),
    prefixRanges: readCidrRanges(match, 'prefix_ranges'),
    serverNames: [...texts(match, 'server_names'), ...texts(match, 'sni_domains')].map((name) => name.toLowerCase()),
    transportProtocol: text(match, 'transport_protocol') ?? '',
    applicationProtocols: texts(match, 'application_protocols'),
    directSourcePrefixRanges: readCidrRanges(match, 'direct_source_prefix_ranges'),
    sourceType: readSourceType(text(match, 'source_type') ?? ''),
    sourcePrefixRanges: readCidrRanges(match, 'source_prefix_ranges'),
    sourcePorts: numbers(match, 'source_ports'),
  });
}

/** v2 said LOCAL for what v3 calls SAME_IP_OR_LOOPBACK. */
function readSourceType(written: string): FilterChainMatch['sourceType'] {
  switch (written) {
    case 'SAME_IP_OR_LOOPBACK':
    case 'LOCAL':
      return 'SAME_IP_OR_LOOPBACK';
    case 'EXTERNAL':
      return 'EXTERNAL';
    default:
      return 'ANY';
  }
}
