import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/symptom/failure.ts';
import { readSighting } from '../../src/symptom/read-sightings.ts';

const wrongVersion = 'TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end';

/** Istio's own format, as `accessLogFile: /dev/stdout` writes it. */
const istio = `[2026-01-02T10:11:12.123Z] "GET /items?a="b HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|${wrongVersion}} - "${wrongVersion}" 0 190 4 - "-" "curl/8.5.0" "6cf0-11" "web.demo" "10.77.0.12:8080" outbound|80|v1|web.demo.svc.cluster.local - 10.96.0.12:80 10.77.0.11:39210 - default`;

describe('a line of an access log', () => {
  it('is read in the format of Istio', () => {
    const [sighting] = readSighting(istio);
    expect(sighting).toMatchObject({
      form: 'access-log',
      status: 503,
      flags: ['UF', 'URX'],
      upstreamFailure: wrongVersion,
      side: 'client',
      userAgent: 'curl/8.5.0',
      edge: {
        cluster: 'outbound|80|v1|web.demo.svc.cluster.local',
        authority: 'web.demo',
        upstream: '10.77.0.12:8080',
        local: '10.96.0.12:80',
        remote: '10.77.0.11:39210',
      },
    });
  });

  it('is read in the format that Envoy has of its own', () => {
    const [sighting] = readSighting(
      '[2026-01-02T10:11:12.123Z] "GET / HTTP/1.1" 503 UC 0 95 2 - "-" "curl/8.5.0" "6cf0" "web" "10.77.0.12:8080"',
    );
    expect(sighting).toMatchObject({
      status: 503,
      flags: ['UC'],
      edge: { authority: 'web', upstream: '10.77.0.12:8080' },
    });
  });

  it('is read in the format of Istio 1.5, behind what kubectl writes before it', () => {
    const [sighting] = readSighting(
      '[pod/web-1/istio-proxy] 2020-01-02T10:11:12Z [2020-01-02T10:11:12.123Z] "- - -" 0 NR "-" "-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.77.0.12:8080 10.77.0.99:41234 - -',
    );
    expect(sighting).toMatchObject({ flags: ['NR'], edge: { local: '10.77.0.12:8080', remote: '10.77.0.99:41234' } });
    expect(sighting?.status).toBeUndefined();
  });

  it('is read as JSON with the keys of Istio, whatever wraps it', () => {
    const line = {
      response_code: 503,
      response_flags: 'UC',
      response_code_details: 'upstream_reset_before_response_started{connection_termination}',
      upstream_cluster: 'outbound|80||web.demo.svc.cluster.local',
      upstream_host: '10.77.0.12:8080',
      upstream_transport_failure_reason: null,
      requested_server_name: null,
    };
    const [sighting] = readSighting(JSON.stringify({ log: `${JSON.stringify(line)}\n`, stream: 'stdout' }));
    expect(sighting).toMatchObject({
      status: 503,
      flags: ['UC'],
      side: 'client',
      edge: { upstream: '10.77.0.12:8080' },
    });
  });

  it('is known as the server’s by the inbound cluster', () => {
    const [sighting] = readSighting(
      JSON.stringify({
        flags: 'NR',
        code: 0,
        up_cluster: 'inbound|8080||',
        down_fail: 'TLS_error|error:1000009c:SSL_routines:OPENSSL_internal:HTTP_REQUEST:TLS_error_end',
      }),
    );
    expect(sighting?.side).toBe('server');
    expect(sighting && failureOf(sighting)?.kind).toBe('plaintext-refused');
  });

  it('tells by its details what stood in no field of its own', () => {
    const [sighting] = readSighting(
      JSON.stringify({
        response_code: 503,
        response_flags: 'UF',
        upstream_cluster: 'outbound|80||web',
        response_code_details: `upstream_reset_before_response_started{remote_connection_failure|${wrongVersion}}`,
      }),
    );
    expect(sighting && failureOf(sighting)?.kind).toBe('got-plaintext');
  });

  it('does not take words in a path for an error', () => {
    const [sighting] = readSighting(
      JSON.stringify({ path: '/certificate_has_expired', code: 200, flags: '-', up_cluster: 'outbound|80||web' }),
    );
    expect(sighting && failureOf(sighting)?.kind).toBe('works');
  });

  it('is none where JSON says nothing of a request, and hurts nobody', () => {
    const texts = ['{"__proto__":{"flags":"UC"}}', '{"a":', '[1,2]', 'null', '{"level":"info"}'];
    expect(texts.map((text) => readSighting(text)[0]?.form)).toEqual(texts.map(() => 'words'));
  });

  it('is found among other lines', () => {
    expect(readSighting(`warming up\n${istio}\n\n${istio}`).map(({ line }) => line)).toEqual([2, 4]);
  });
});
