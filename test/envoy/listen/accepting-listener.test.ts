import { describe, expect, it } from 'vitest';
import { accept } from '../../../src/envoy/listen/accept.ts';
import {
  acceptingListener,
  internalListener,
  outboundListener,
  type ListenerChoice,
} from '../../../src/envoy/listen/accepting-listener.ts';
import type { IncomingConnection } from '../../../src/envoy/connection.ts';
import type { Listener, ListenerFilter, NodeInfo, Proxy } from '../../../src/envoy/model.ts';
import { chainOf, listenerOf, proxyOf } from '../builders.ts';

function at(ip: string, port: number, more: Partial<Listener> = {}): Listener {
  return listenerOf({ name: `${ip} ${port}`, addresses: [{ kind: 'ip', ip, port }], ...more });
}

const originalDst: readonly ListenerFilter[] = [{ kind: 'original_dst', name: 'original_dst' }];
const unbound = { bindToPort: false } as const;

function withListeners(listeners: readonly Listener[], kind: NodeInfo['kind'] = 'sidecar'): Proxy {
  const proxy = proxyOf({ listeners });
  return { ...proxy, node: { ...proxy.node, kind } };
}

function told(choice: ListenerChoice): string {
  if (choice.kind === 'unknown') return `unknown: ${choice.needs}`;
  if (choice.kind !== 'listener') return choice.kind;
  const by = choice.handedOverBy === undefined ? '' : ` by ${choice.handedOverBy.name}`;
  return `${choice.listener.name}, ${choice.how}${by}`;
}

function inbound(listeners: readonly Listener[], ip: string, port: number, kind: NodeInfo['kind'] = 'sidecar'): string {
  return told(acceptingListener(withListeners(listeners, kind), { ip, port }, new Set([15_020])));
}

function outbound(listeners: readonly Listener[], ip: string, port: number): string {
  return told(outboundListener(withListeners(listeners), { ip, port }));
}

describe('a sidecar that keeps inbound connections (Istio ≥ 1.5)', () => {
  const listeners = [
    at('0.0.0.0', 15_090),
    at('0.0.0.0', 15_008),
    at('10.96.0.1', 80, { ...unbound, direction: 'outbound' }),
    at('0.0.0.0', 8080, { ...unbound, direction: 'outbound' }),
    at('0.0.0.0', 15_001, { direction: 'outbound', useOriginalDst: true, name: 'out' }),
    at('0.0.0.0', 15_006, { direction: 'inbound', listenerFilters: originalDst, name: 'in' }),
  ];

  it.each([
    [8080, 'in, redirected'],
    [15_006, 'in, bound'],
    [15_090, '0.0.0.0 15090, bound'],
    [15_008, '0.0.0.0 15008, bound'],
    [15_020, 'no-proxy'],
    [15_001, 'in, redirected'],
  ])('port %d of the pod: %s', (port, expected) => expect(inbound(listeners, '10.0.0.1', port)).toBe(expected));

  it.each([
    ['10.96.0.1', 80, '10.96.0.1 80, handed-over by out'],
    ['10.96.0.2', 8080, '0.0.0.0 8080, handed-over by out'],
    ['10.96.0.2', 80, 'out, redirected'],
    ['10.96.0.2', 15_001, 'out, redirected'],
    ['127.0.0.1', 8080, 'no-proxy'],
    ['127.0.0.1', 15_090, '0.0.0.0 15090, bound'],
    ['2001:db8::1', 80, 'no-proxy'],
  ])('what its application sends to %s:%d: %s', (ip, port, expected) => {
    expect(outbound(listeners, ip, port)).toBe(expected);
  });

  it('does not depend on names or order', () => {
    const renamed = listeners.toReversed().map((listener) => ({ ...listener, name: 'x' }));
    expect(inbound(renamed, '10.0.0.1', 8080)).toBe('x, redirected');
    expect(outbound(renamed, '10.96.0.2', 8080)).toBe('x, handed-over by x');
  });

  it('is no sidecar to one of the other family', () => {
    expect(inbound(listeners, '2001:db8::1', 8080)).toBe('no-proxy');
  });
});

const noInbound = 'unknown: the listener of proxy that takes what comes into the pod (virtualInbound)';
const noOutbound = 'unknown: the listener of proxy that takes what leaves the pod (virtualOutbound)';

describe('only some of the listeners of a sidecar', () => {
  const service = at('0.0.0.0', 8080, { ...unbound, direction: 'outbound' });
  const ofPod = at('10.0.0.1', 9080, unbound);

  it('leave open who takes what none of them takes', () => {
    expect(outbound([service], '10.96.0.2', 80)).toBe(noOutbound);
    expect(inbound([service], '10.0.0.1', 8080)).toBe(noInbound);
    expect(inbound([ofPod], '10.0.0.2', 9080)).toBe(noInbound);
  });

  it('tell by one without a socket that something hands over to it', () => {
    expect(outbound([service], '10.96.0.2', 8080)).toBe('0.0.0.0 8080, handed-over');
    expect(inbound([ofPod], '10.0.0.1', 9080)).toBe('10.0.0.1 9080, handed-over');
  });

  it('do not hand over to one with a socket, or the other direction', () => {
    expect(outbound([at('0.0.0.0', 80)], '10.96.0.2', 80)).toBe(noOutbound);
    expect(outbound([at('0.0.0.0', 80, { ...unbound, direction: 'inbound' })], '10.96.0.2', 80)).toBe(noOutbound);
  });

  it('leave nothing open for ports and addresses that are not redirected', () => {
    expect(inbound([service], '10.0.0.1', 15_020)).toBe('no-proxy');
    expect(outbound([service], '127.0.0.1', 8080)).toBe('no-proxy');
  });

  it('are all there are where one of them waits, where nothing is redirected, or at a gateway', () => {
    const waiting = at('0.0.0.0', 15_006, { direction: 'inbound', listenerFilters: originalDst, state: 'warming' });
    expect(inbound([waiting], '10.0.0.1', 8080)).toBe('none');
    expect(inbound([service], '10.0.0.1', 8080, 'router')).toBe('none');
    const proxy = withListeners([service]);
    const dialler = { ...proxy, node: { ...proxy.node, interceptionMode: 'NONE' } };
    expect(told(outboundListener(dialler, { ip: '10.96.0.2', port: 8080 }))).toBe('no-proxy');
  });
});

describe('what is no redirect target', () => {
  it('a listener for what goes out takes nothing that comes in', () => {
    const out = at('0.0.0.0', 15_001, { direction: 'outbound', useOriginalDst: true });
    expect(inbound([out], '10.0.0.1', 80)).toBe(noInbound);
    const comesIn = at('0.0.0.0', 15_006, { direction: 'inbound', useOriginalDst: true });
    expect(outbound([comesIn], '10.0.0.9', 80)).toBe(noOutbound);
  });

  it('a listener that restores nothing', () => {
    const inspecting = at('0.0.0.0', 15_006, {
      direction: 'inbound',
      listenerFilters: [{ kind: 'tls_inspector', name: '' }],
    });
    expect(inbound([inspecting], '10.0.0.1', 80)).toBe(noInbound);
  });

  it('a listener with one address of IPv6', () => {
    const one = at('2001:db8::1', 15_006, { direction: 'inbound', listenerFilters: originalDst });
    expect(inbound([one], '2001:db8::1', 80)).toBe(noInbound);
  });

  it('a listener on one address beside all others is one', () => {
    const addresses = [
      { kind: 'ip', ip: '10.0.0.1', port: 15_006 },
      { kind: 'ip', ip: '0.0.0.0', port: 15_006 },
    ] as const;
    const several = listenerOf({ name: 'several', addresses, direction: 'inbound', listenerFilters: originalDst });
    expect(inbound([several], '10.0.0.1', 80)).toBe('several, redirected');
  });

  it('text that is no address reaches nobody', () => {
    expect(outbound([at('0.0.0.0', 80)], 'web', 80)).toBe(noOutbound);
  });
});

describe('both families', () => {
  const six = at('::', 15_006, { direction: 'inbound', listenerFilters: originalDst, name: 'six' });
  const both = {
    ...six,
    name: 'both',
    addresses: [...six.addresses, { kind: 'ip', ip: '0.0.0.0', port: 15_006 } as const],
  };

  it('a listener of ::  takes IPv6 only', () => {
    expect(inbound([six], '2001:db8::1', 80)).toBe('six, redirected');
    expect(inbound([six], '10.0.0.1', 80)).toBe('no-proxy');
  });

  it('a listener of two addresses takes both', () => {
    expect(inbound([both], '2001:db8::1', 80)).toBe('both, redirected');
    expect(inbound([both], '10.0.0.1', 80)).toBe('both, redirected');
  });

  it('a dual-stack socket takes IPv4 unless another one does', () => {
    const dual = listenerOf({ name: 'dual', addresses: [{ kind: 'ip', ip: '::', port: 80, ipv4Compat: true }] });
    const four = at('0.0.0.0', 80, { name: 'four' });
    expect(inbound([dual], '10.0.0.1', 80)).toBe('dual, bound');
    expect(inbound([dual], '2001:db8::1', 80)).toBe('dual, bound');
    expect(inbound([dual, four], '10.0.0.1', 80)).toBe('four, bound');
    const redirect = { ...dual, direction: 'inbound', listenerFilters: originalDst } as const;
    expect(inbound([redirect], '10.0.0.1', 81)).toBe('dual, redirected');
  });

  it('addresses are compared by value', () => {
    const listener = at('2001:DB8:0::1', 80, { name: 'long' });
    expect(inbound([listener], '2001:db8::1', 80, 'router')).toBe('long, bound');
  });
});

describe('a sidecar without directions', () => {
  const handsOver = at('0.0.0.0', 15_001, { useOriginalDst: true, name: 'virtual' });
  const keeps = at('0.0.0.0', 15_006, { listenerFilters: originalDst, name: 'keeps' });
  const pod = at('10.0.0.1', 9080, { ...unbound, name: 'pod' });
  const wildcard = at('0.0.0.0', 80, { ...unbound, name: 'wildcard' });

  it('with one redirect target uses it both ways and hands over (Istio ≤ 1.2)', () => {
    const listeners = [handsOver, pod, wildcard];
    expect(inbound(listeners, '10.0.0.1', 9080)).toBe('pod, handed-over by virtual');
    expect(inbound(listeners, '10.0.0.1', 80)).toBe('wildcard, handed-over by virtual');
    expect(inbound(listeners, '10.0.0.1', 81)).toBe('virtual, redirected');
    expect(outbound(listeners, '10.0.0.9', 80)).toBe('wildcard, handed-over by virtual');
  });

  it('with two keeps inbound connections at the one that does not hand over (Istio 1.3, 1.4)', () => {
    for (const listeners of [
      [handsOver, keeps, pod],
      [keeps, handsOver, pod],
    ]) {
      expect(inbound(listeners, '10.0.0.1', 9080)).toBe('keeps, redirected');
      expect(outbound(listeners, '10.0.0.1', 9080)).toBe('pod, handed-over by virtual');
    }
  });

  it('takes nothing out through the one that only keeps', () => {
    expect(outbound([keeps], '10.0.0.9', 80)).toBe('no-proxy');
  });
});

describe('a gateway', () => {
  const listeners = [
    at('0.0.0.0', 8443, { direction: 'outbound' }),
    at('10.0.0.1', 8443, { name: 'exact' }),
    at('0.0.0.0', 80, { ...unbound, direction: 'outbound' }),
  ];

  it('takes what it is bound to, the exact address first, and refuses the rest', () => {
    expect(inbound(listeners, '10.0.0.1', 8443, 'router')).toBe('exact, bound');
    expect(inbound(listeners, '10.0.0.2', 8443, 'router')).toBe('0.0.0.0 8443, bound');
    expect(inbound(listeners, '10.0.0.1', 80, 'router')).toBe('none');
    const target = at('0.0.0.0', 15_006, { direction: 'inbound', listenerFilters: originalDst });
    expect(inbound([target], '10.0.0.1', 15_020, 'router')).toBe('none');
  });
});

describe('a proxy of unknown kind', () => {
  it('has an application beside it when it is redirected to', () => {
    const target = at('0.0.0.0', 15_006, { direction: 'inbound', listenerFilters: originalDst });
    expect(inbound([target], '10.0.0.1', 15_020, 'unknown')).toBe('no-proxy');
    expect(inbound([at('0.0.0.0', 80)], '10.0.0.1', 81, 'unknown')).toBe('none');
  });
});

describe('an Envoy that nothing is redirected to', () => {
  const egress = listenerOf({ name: 'egress', addresses: [{ kind: 'ip', ip: '192.0.2.9', port: 80 }] });

  it('takes what is dialled at the address of a listener', () => {
    const proxy = withListeners([egress], 'unknown');
    expect(told(outboundListener(proxy, { ip: '192.0.2.9', port: 80 }))).toBe('egress, bound');
  });

  it('does not take what is dialled elsewhere', () => {
    const proxy = withListeners([egress], 'unknown');
    expect(told(outboundListener(proxy, { ip: '192.0.2.8', port: 80 }))).toBe('no-proxy');
  });
});

describe('listeners that do not take connections', () => {
  it.each<Partial<Listener>>([
    { state: 'warming' },
    { state: 'draining' },
    { state: 'rejected' },
    { udp: true },
    { internal: true },
    { bindToPort: false },
  ])('%j', (more) => expect(inbound([at('0.0.0.0', 80, more)], '10.0.0.1', 80, 'router')).toBe('none'));

  it('static ones do', () => {
    expect(inbound([at('0.0.0.0', 80, { state: 'static' })], '10.0.0.1', 80)).toBe('0.0.0.0 80, bound');
  });

  it('a redirect target has to listen on all addresses', () => {
    const target = at('10.0.0.1', 15_006, { direction: 'inbound', listenerFilters: originalDst });
    expect(inbound([target], '10.0.0.1', 80)).toBe(noInbound);
    const pipe = listenerOf({ addresses: [{ kind: 'pipe', path: '/x' }], listenerFilters: originalDst });
    expect(inbound([pipe], '10.0.0.1', 80)).toBe(noInbound);
  });

  it('the first of two with one address takes it', () => {
    const listeners = [at('0.0.0.0', 80, { name: 'first' }), at('0.0.0.0', 80, { name: 'second' })];
    expect(inbound(listeners, '10.0.0.1', 80)).toBe('first, bound');
  });
});

describe('listeners that were not seen', () => {
  const unseen = { ...proxyOf(), name: 'web', seen: { ...proxyOf().seen, listeners: false } };

  it('leave it open who takes a connection', () => {
    const dialled = { ip: '10.0.0.1', port: 80 };
    expect(told(acceptingListener(unseen, dialled, new Set()))).toBe('unknown: the listeners of web');
    expect(told(outboundListener(unseen, dialled))).toBe('unknown: the listeners of web');
    const some = { ...unseen, listeners: [at('0.0.0.0', 80)] };
    expect(told(acceptingListener(some, dialled, new Set()))).toBe('0.0.0.0 80, bound');
    expect(told(outboundListener(some, dialled))).toBe(noOutbound.replace('proxy', 'web'));
  });
});

describe('internal listeners', () => {
  it('are found by name, within the process', () => {
    const internal = listenerOf({ name: 'connect_originate', internal: true, addresses: [] });
    const proxy = withListeners([internal, at('0.0.0.0', 80, { name: 'other' })]);
    expect(internalListener(proxy, 'connect_originate')).toBe(internal);
    expect(internalListener(proxy, 'other')).toBeUndefined();
  });
});

const bytes = { kind: 'other' } as const;

/** Bytes behind a PROXY header to this address. */
function header(ip: string, port: number): Pick<IncomingConnection, 'bytes'> {
  const carries = { kind: 'addresses', source: { ip: '1.1.1.1', port: 1 }, destination: { ip, port } } as const;
  return { bytes: { kind: 'proxy-protocol', carries, payload: bytes } };
}

function into(listeners: readonly Listener[], connection: Partial<IncomingConnection>): string {
  const accepted = accept(
    withListeners(listeners),
    { destination: { ip: '10.0.0.1', port: 80 }, bytes, ...connection },
    new Set(),
  );
  switch (accepted.kind) {
    case 'selected':
      return accepted.selection.kind === 'chain'
        ? `${accepted.listener.name}: ${accepted.selection.chain.name}`
        : accepted.selection.kind;
    case 'stopped':
      return `${accepted.listener.name}: ${accepted.detection.kind}`;
    case 'unknown':
      return accepted.needs;
    case 'none':
    case 'no-proxy':
      return accepted.kind;
  }
}

describe('a connection into a proxy', () => {
  const proxyProtocol: readonly ListenerFilter[] = [{ kind: 'proxy_protocol', name: '' }];
  const front = at('0.0.0.0', 80, {
    name: 'front',
    useOriginalDst: true,
    listenerFilters: proxyProtocol,
    filterChains: [chainOf('stays')],
  });
  const behind = at('10.0.0.2', 81, { ...unbound, name: 'behind', filterChains: [chainOf('taken')] });

  it('is handed over when a listener filter restores another address', () => {
    expect(into([front, behind], header('10.0.0.2', 81))).toBe('behind: taken');
    expect(into([front, behind], header('10.0.0.2', 82))).toBe('front: stays');
    expect(into([{ ...front, useOriginalDst: false }, behind], header('10.0.0.2', 81))).toBe('front: stays');
    const same = { ...behind, name: 'same', addresses: [{ kind: 'ip', ip: '10.0.0.1', port: 80 } as const] };
    expect(into([front, same], header('10.0.0.1', 80))).toBe('front: stays');
    expect(into([front, same], header('10.0.0.1', 81))).toBe('front: stays');
    expect(into([front, behind], header('10.0.0.2', 80))).toBe('front: stays');
    const other = at('10.0.0.2', 80, { ...unbound, name: 'other', filterChains: [chainOf('taken')] });
    expect(into([front, other], header('10.0.0.2', 80))).toBe('other: taken');
    const higher = at('10.0.0.1', 81, { ...unbound, name: 'higher', filterChains: [chainOf('taken')] });
    expect(into([front, higher], header('10.0.0.1', 81))).toBe('higher: taken');
  });

  it('is handed over after a redirection', () => {
    const target = at('0.0.0.0', 15_001, { useOriginalDst: true, filterChains: [chainOf('blackhole')] });
    const pod = at('10.0.0.1', 80, { ...unbound, name: 'pod', filterChains: [chainOf('mine')] });
    expect(into([target, pod], {})).toBe('pod: mine');
  });

  it('stops where listener filters stop it, and where nobody listens', () => {
    expect(into([front], {})).toBe('front: closed');
    expect(into([], {})).toBe(noInbound.replace('unknown: ', ''));
    expect(into([front], { destination: null })).toBe('the name of the internal listener');
    expect(into([at('0.0.0.0', 80)], {})).toBe('none');
  });
});
