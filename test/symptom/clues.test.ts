import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/symptom/failure.ts';
import { readSighting } from '../../src/symptom/read-sightings.ts';

function causesOf(text: string): readonly string[] {
  return readSighting(text).flatMap((sighting) => failureOf(sighting)?.causes ?? []);
}

describe('words beside a failure', () => {
  it.each([
    [
      'Readiness probe failed: Get "http://10.77.0.12:8080/": read tcp 10.77.0.1:4->10.77.0.12:8080: read: connection reset by peer',
      'kubelet-probe',
    ],
    [
      'Internal error occurred: failed calling webhook "v.example.com": Post "https://web.demo.svc:443/": EOF',
      'apiserver-webhook',
    ],
    [
      "ERROR 2013 (HY000): Lost connection to MySQL server at 'reading initial communication packet', system error: 0",
      'server-first-protocol',
    ],
    ['Error scraping target: Get "http://10.77.0.12:9090/metrics": EOF', 'prometheus-scrape'],
    ['Get "https://kubernetes.default.svc:443/api": net/http: TLS handshake timeout', 'dr-wildcard-kube-api'],
    ['recv() failed: upstream prematurely closed connection while reading response header', 'ingress-to-pod-ip'],
    [
      'error access connection complete dst.addr=10.77.0.12:8080 error="connection closed due to policy rejection: explicitly denied by: istio-system/istio_converted_static_strict"',
      'ambient-strict',
    ],
    ['NR filter_chain_not_found', 'pa-strict-no-sidecar-client'],
    ['kubectl exec web -c istio-proxy -- curl http://web: command terminated with exit code 56', 'uid-1337-bypass'],
  ])('put the cause that they lead to first: %s', (text, cause) => {
    expect(causesOf(text)[0]).toBe(cause);
  });

  it('rule out callers without a proxy, where a proxy of the caller wrote them', () => {
    const bare = 'pa-strict-no-sidecar-client';
    expect(causesOf('curl: (56) Recv failure: Connection reset by peer')).toContain(bare);
    const byProxy = 'upstream connect error or disconnect/reset before headers. reset reason: connection termination';
    expect(causesOf(byProxy)).not.toContain(bare);
    expect(causesOf(byProxy)[0]).toBe('dr-tls-disable');
  });
});
