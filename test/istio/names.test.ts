import { describe, expect, it } from 'vitest';
import { parseClusterName } from '../../src/istio/cluster-name.ts';
import { parseConfigPath } from '../../src/istio/config-path.ts';
import { istioSni, parseIstioSni } from '../../src/istio/sni.ts';
import { specialCluster } from '../../src/istio/special-cluster.ts';
import { parseSpiffeId, spiffeId } from '../../src/istio/spiffe.ts';
import { parseWorkload } from '../../src/istio/workload-string.ts';

const reviews = 'reviews.default.svc.cluster.local';

describe('cluster names', () => {
  it('reads service, port and subset of an outbound cluster', () => {
    expect(parseClusterName(`outbound|9080|v1|${reviews}`)).toEqual({
      direction: 'outbound',
      port: 9080,
      subset: 'v1',
      host: reviews,
      sniDnat: false,
    });
  });

  it('reads the dotted form of gateways that forward by SNI', () => {
    expect(parseClusterName(`outbound_.9080_._.${reviews}`)).toMatchObject({ port: 9080, subset: '', sniDnat: true });
  });

  it.each([
    [`inbound|9080||${reviews}`, 9080, '', reviews],
    [`inbound|9080|http|${reviews}`, 9080, 'http', reviews],
    ['inbound|8080||', 8080, '', ''],
  ])('reads the inbound cluster %s', (name, port, portName, host) => {
    expect(parseClusterName(name)).toEqual({ direction: 'inbound', port, subset: '', portName, host });
  });

  it.each(['PassthroughCluster', 'xds-grpc', 'outbound|http||x', 'inbound-vip|80|http|x', 'outbound|80|'])(
    'finds no service in %s',
    (name) => {
      expect(parseClusterName(name)).toBeUndefined();
    },
  );

  it.each([
    ['BlackHoleCluster', 'blackhole'],
    ['InboundPassthroughClusterIpv6', 'inbound-passthrough'],
    ['connect_originate', 'tunnel'],
    ['inbound-vip|80|http|x', 'tunnel'],
    ['sds-grpc', 'infrastructure'],
    [`outbound|80||${reviews}`, undefined],
    ['constructor', undefined],
  ])('knows that %s is %s', (name, kind) => {
    expect(specialCluster(name)).toBe(kind);
  });
});

describe('SNI', () => {
  it('comes back from what Istio sends', () => {
    const name = { port: 80, subset: 'v2', host: reviews };
    expect(parseIstioSni(istioSni(name))).toEqual(name);
  });

  it('was the name of the cluster in 1.0', () => {
    expect(parseIstioSni(`outbound|80||${reviews}`)).toEqual({ port: 80, subset: '', host: reviews });
  });

  it('is not Istio’s when it is a host name', () => {
    expect(parseIstioSni('example.com')).toBeUndefined();
  });
});

describe('SPIFFE IDs', () => {
  it('name trust domain, namespace and service account', () => {
    const identity = { trustDomain: 'cluster.local', namespace: 'demo', serviceAccount: 'web' };
    expect(parseSpiffeId(spiffeId('cluster.local', 'demo', 'web'))).toEqual(identity);
  });

  it('keep their trust domain when the path is not Istio’s', () => {
    expect(parseSpiffeId('spiffe://example.org/web')).toEqual({
      trustDomain: 'example.org',
      namespace: '',
      serviceAccount: '',
    });
  });
});

describe('the winning rule of a cluster', () => {
  it.each([
    '/apis/networking/v1alpha3/namespaces/demo/destination-rule/web',
    '/apis/networking.istio.io/v1/namespaces/demo/destination-rule/web',
  ])('is read from the end of %s', (path) => {
    expect(parseConfigPath(path)).toEqual({ kind: 'destination-rule', namespace: 'demo', name: 'web' });
  });
});

describe('workload of an endpoint', () => {
  it('has five parts', () => {
    expect(parseWorkload('web-v1;demo;web;v1;Kubernetes')).toEqual({
      name: 'web-v1',
      namespace: 'demo',
      canonicalName: 'web',
      revision: 'v1',
      cluster: 'Kubernetes',
    });
  });
});
