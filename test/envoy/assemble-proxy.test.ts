import { describe, expect, it } from 'vitest';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import { Interned } from '../../src/envoy/intern.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import type { JsonObject, RawDump, RawResource } from '../../src/input/model.ts';
import { raw, rawDump, rawProxy } from './raw.ts';

const older = '2026-01-01T00:00:00.5Z';
const newer = '2026-01-01T00:00:01Z';
const name = 'outbound|80||web.demo.svc.cluster.local';
const tls: JsonObject = { transport_socket: { name: 'tls' } };

function assemble(...dumps: readonly RawDump[]): Proxy {
  return assembleProxy(rawProxy(...dumps));
}

function cluster(value: JsonObject, rest: Partial<RawResource> = {}): RawResource {
  return raw('cluster', { name, ...value }, rest);
}

function ownSecret(filename: string): RawResource {
  return raw('secret', { name: 'default', tls_certificate: { certificate_chain: { filename } } });
}

describe('a proxy made of several dumps', () => {
  it('has seen a section when one of them has it, even an empty one', () => {
    const none = rawDump([]);
    const listeners = rawDump([], { sections: { ...none.sections, listeners: true } });
    expect(assemble(none, listeners).seen).toEqual({ ...none.sections, listeners: true });
  });

  it('holds what Envoy has taken over, not what istiod meant it to have', () => {
    const istiods = rawDump([cluster({ type: 'EDS' })]);
    const envoys = rawDump([cluster(tls, { lastUpdated: older })]);
    const read = [assemble(istiods, envoys), assemble(envoys, istiods)];
    expect(read.map(({ clusters }) => clusters.map((one) => one.transportSocket?.kind))).toEqual([['tls'], ['tls']]);
  });

  it('holds the newer of two versions', () => {
    const proxy = assemble(
      rawDump([cluster({}, { lastUpdated: older })]),
      rawDump([cluster(tls, { lastUpdated: newer })]),
    );
    expect(proxy.clusters.map((one) => one.lastUpdated)).toEqual([newer]);
    expect(proxy.updated).toBe(newer);
  });

  it('keeps a warming or refused version beside the one in force', () => {
    const proxy = assemble(
      rawDump([cluster({}), cluster(tls, { state: 'warming' }), cluster({}, { state: 'rejected' })]),
    );
    expect(proxy.clusters.map((one) => one.state)).toEqual(['active', 'warming', 'rejected']);
  });

  it('completes clusters and listeners from istiod by endpoints and secrets from Envoy', () => {
    const istiods = rawDump([cluster({}), raw('listener', { name: 'virtualInbound' })]);
    const envoys = rawDump([raw('endpoints', { clusterName: name }), raw('secret', { name: 'default' })]);
    const proxy = assemble(istiods, envoys);
    expect([proxy.clusters, proxy.listeners, proxy.endpoints, proxy.secrets].map((list) => list.length)).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it('is incomplete when one of them was cut off, and names them all', () => {
    const proxy = assemble(rawDump([], { source: 'a' }), rawDump([], { source: 'b', incomplete: true }));
    expect(proxy).toMatchObject({ incomplete: true, sources: ['a', 'b'] });
  });
});

describe('endpoints of a proxy', () => {
  const status = raw('cluster-status', { name });

  it('come from EDS, which knows their marks, rather than from /clusters', () => {
    const proxy = assemble(rawDump([status, raw('endpoints', { cluster_name: name })]));
    expect(proxy.endpoints.map((group) => group.metadataKnown)).toEqual([true]);
  });

  it('come from /clusters where nothing else has them', () => {
    expect(assemble(rawDump([status])).endpoints.map((group) => group.metadataKnown)).toEqual([false]);
  });
});

describe('static resources', () => {
  const bootstrap = raw('bootstrap', {
    node: { id: 'sidecar~10.0.0.1~web.demo~demo.svc.cluster.local' },
    staticResources: { clusters: [{ name: 'xds-grpc' }], listeners: [{ name: 'metrics' }], secrets: [{ name: 'own' }] },
  });

  it('are taken from the bootstrap, with their place in it', () => {
    const [first] = assemble(rawDump([bootstrap])).clusters;
    expect(first).toMatchObject({
      name: 'xds-grpc',
      state: 'static',
      place: { pointer: '/configs/0/staticResources/clusters/0' },
    });
  });

  it('count once where the other sections repeat them', () => {
    const proxy = assemble(rawDump([bootstrap, raw('cluster', { name: 'xds-grpc' }, { state: 'static' })]));
    expect(proxy.clusters.map((one) => one.name)).toEqual(['xds-grpc']);
  });

  it('tell who the proxy is', () => {
    expect(assemble(rawDump([bootstrap])).node).toMatchObject({ kind: 'sidecar', pod: 'web', namespace: 'demo' });
  });
});

describe('what else tells of a proxy', () => {
  it('is /server_info: the version that runs, and the node where there is no bootstrap', () => {
    const info = raw('server-info', {
      version: '9e5580/1.40.0/Clean/RELEASE/BoringSSL',
      node: { id: 'router~10.0.0.1~ingress.istio-system~x' },
    });
    expect(assemble(rawDump([info])).node).toMatchObject({ kind: 'router', pod: 'ingress', envoyVersion: '1.40.0' });
  });

  it('is /certs, as long as no secret tells more', () => {
    const details = {
      serial_number: 'a1',
      subject_alt_names: [{ uri: 'spiffe://cluster.local/ns/demo/sa/web' }],
      valid_from: '2026-01-01T00:00:00Z',
      expiration_time: '2027-01-01T00:00:00Z',
    };
    const certs = raw('certificate', { cert_chain: [details], ca_cert: [{ serial_number: 'ca' }] });
    const again = raw('certificate', { cert_chain: [details] }, { place: { source: 'a', pointer: '/1' } });
    const secret = raw('secret', { name: 'default', tls_certificate: {} });
    expect(assemble(rawDump([certs, again])).certificates).toMatchObject([
      { serialNumber: 'a1', uris: ['spiffe://cluster.local/ns/demo/sa/web'], ca: false },
      { serialNumber: 'ca', ca: true },
    ]);
    expect(assemble(rawDump([certs, secret])).certificates).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['a list', { workloads: [{ name: 'web', workloadIps: ['10.0.0.1'], protocol: 'HBONE' }] }],
    ['a map', { workloads: { '/10.0.0.1': { name: 'web', workloadIps: ['10.0.0.1'], protocol: 'HBONE' } } }],
  ])('is ztunnel’s dump with its workloads as %s', (_, value) => {
    const proxy = assemble(rawDump([raw('ztunnel', value)]));
    expect(proxy.node.kind).toBe('ztunnel');
    expect(proxy.ztunnel?.workloads).toMatchObject([{ name: 'web', ips: ['10.0.0.1'], protocol: 'HBONE' }]);
  });
});

describe('secrets of a proxy', () => {
  it('are delivered, or named and still awaited', () => {
    const proxy = assemble(
      rawDump([
        raw('secret', { name: 'default', tls_certificate: { certificate_chain: { filename: '/a.pem' } } }),
        raw('secret', { name: 'ROOTCA' }, { state: 'warming', versionInfo: 'uninitialized' }),
      ]),
    );
    expect(proxy.secrets.map((secret) => [secret.name, secret.delivered])).toEqual([
      ['default', true],
      ['ROOTCA', false],
    ]);
  });

  it('may be two of one name, from different servers', () => {
    const once = rawDump([ownSecret('/a.pem'), ownSecret('/b.pem')]);
    expect(assemble(once, once).secrets.map((read) => read.certificate?.chain)).toEqual([
      { kind: 'file', filename: '/a.pem' },
      { kind: 'file', filename: '/b.pem' },
    ]);
  });

  it('never hold private keys', () => {
    const key = '-----BEGIN EC PRIVATE KEY-----\nQ0FOQVJZ\n-----END EC PRIVATE KEY-----';
    const bytes = Buffer.from(key).toString('base64');
    const secret = {
      name: 'default',
      tls_certificate: { certificate_chain: { inline_bytes: bytes }, private_key: { inline_bytes: bytes } },
      session_ticket_keys: { keys: [{ inline_bytes: bytes }] },
      generic_secret: { secret: { inline_string: 'CANARY' } },
    };
    const proxy = JSON.stringify(assemble(rawDump([raw('secret', secret)])));
    expect(proxy).not.toMatch(/CANARY|Q0FOQVJZ/);
  });
});

describe('routes of a proxy', () => {
  it('by RDS win over inline ones of the same name', () => {
    const inline = raw('route', { name: '80' }, { state: 'static', lastUpdated: newer });
    const byRds = raw('route', { name: '80', virtual_hosts: [{ name: 'web' }] }, { lastUpdated: older });
    expect(assemble(rawDump([inline, byRds])).routes).toMatchObject([{ virtualHosts: [{ name: 'web' }] }]);
  });
});

describe('the proxies of a mesh', () => {
  it('share what they repeat', () => {
    const interned = new Interned();
    const [a, b] = [cluster(tls), cluster(tls)].map((one) => assembleProxy(rawProxy(rawDump([one])), interned));
    expect(a?.clusters[0]?.transportSocket).toBe(b?.clusters[0]?.transportSocket);
  });
});
