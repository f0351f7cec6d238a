import { describe, expect, it } from 'vitest';
import { LogReading } from '../../src/symptom/groups.ts';

function line(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ response_code: 503, response_flags: 'UC', upstream_cluster: 'outbound|80||web', ...fields });
}

function read(...lines: readonly string[]): LogReading {
  const reading = new LogReading();
  for (const each of lines) reading.add(each);
  return reading;
}

describe('a whole log', () => {
  it('counts a failure of one connection once, from whatever port the caller came', () => {
    const reading = read(
      line({ downstream_remote_address: '10.0.0.1:1' }),
      line({ downstream_remote_address: '10.0.0.1:2' }),
      line({ downstream_remote_address: '10.0.0.2:3' }),
    );
    expect(reading.groups().map(({ count, lines }) => ({ count, lines }))).toEqual([
      { count: 2, lines: [1, 2] },
      { count: 1, lines: [3] },
    ]);
  });

  it('puts what is mTLS’s first, then what may be, then the rest', () => {
    const reading = read(
      line({ response_flags: 'UH' }),
      line({}),
      line({
        upstream_transport_failure_reason:
          'TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED',
      }),
    );
    expect(reading.groups().map(({ failure }) => failure?.blame)).toEqual(['mtls', 'perhaps', 'elsewhere']);
  });

  it('counts requests, and tells nothing of those that worked', () => {
    const reading = read(line({ response_code: 200, response_flags: '-' }), '', 'envoy is starting');
    expect(reading.requests).toBe(1);
    expect(reading.groups()).toEqual([]);
  });

  it('hears what TLS says in lines that are no access log, and leaves other words alone', () => {
    const reading = read('[warning][config] something timed out', '[debug] 1000007d: CERTIFICATE_VERIFY_FAILED');
    expect(reading.groups().map(({ failure, lines }) => [failure?.kind, lines])).toEqual([
      ['certificate-refused', [2]],
    ]);
  });

  it('remembers only the first places of many', () => {
    const reading = read(...Array.from({ length: 40 }, () => line({})));
    expect(reading.groups()).toMatchObject([{ count: 40, lines: [1, 2, 3, 4, 5] }]);
  });
});
