import { describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

const strict = sample('dr-disable-strict');
const web = `${strict}/proxies/web.json.gz`;

async function inspect(...argv: readonly string[]) {
  const { stdout } = await runNow(['inspect', ...argv, '-o', 'json']);
  const document = JSON.parse(stdout) as {
    readonly proxies: readonly Record<
      'listeners' | 'clusters' | 'endpoints' | 'secrets' | 'modes',
      Record<string, unknown>[]
    >[];
    readonly notes: readonly { readonly code: string }[];
  };
  return document;
}

describe('inspect', () => {
  test('shows proxies, what they accept and their certificates', async () => {
    const { code, stdout } = await runNow(['inspect', web]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^web-\S+ +demo +web +sidecar .* nothing$/mu);
    expect(stdout).toMatch(/^8080 +any +STRICT +virtualInbound +0\.0\.0\.0_8080$/mu);
    expect(stdout).toMatch(/^all others +any +STRICT /mu);
    expect(stdout).toMatch(/^default +active +certificate +spiffe:\/\/cluster\.local\/ns\/demo\/sa\/web /mu);
  });

  test('shows the clusters and endpoints of a service that is asked for', async () => {
    const { stdout } = await runNow(['inspect', web, '--fqdn', 'web.demo.svc.cluster.local']);
    expect(stdout).toMatch(/^web\.demo\.svc\.cluster\.local +80 +none +outbound +EDS +active +plaintext +demo\/web$/mu);
    expect(stdout).toMatch(/^outbound\|80\|\|web\.demo\S+ +10\.77\.0\.12:8080 +HEALTHY /mu);
    expect(stdout).not.toContain('Secrets');
  });

  test('names what is not read, and no column is a bare dash', async () => {
    const { stdout } = await runNow(['inspect', `${sample('listener-and-cluster')}/web-listener.json.gz`]);
    expect(stdout).toContain('bootstrap, clusters, endpoints, routes, secrets');
    expect(stdout).not.toMatch(/(?:^| )-(?: |$)/mu);
  });

  test('gives programs all of it', async () => {
    const { proxies } = await inspect(web);
    const [proxy] = proxies;
    expect(proxy?.listeners.length).toBeGreaterThan(5);
    expect(proxy?.secrets.map(({ name }) => name)).toContain('ROOTCA');
    expect(JSON.stringify(proxies)).not.toContain('PRIVATE KEY');
  });

  test.each([
    [['--direction', 'inbound'], 'clusters', ({ direction }: Record<string, unknown>) => direction === 'inbound'],
    [['--port', '9000'], 'clusters', ({ port }: Record<string, unknown>) => port === 9000],
    [['--fqdn', 'web'], 'clusters', ({ host }: Record<string, unknown>) => host === 'web.demo.svc.cluster.local'],
    [['--port', '8080'], 'modes', ({ port }: Record<string, unknown>) => port === 8080],
  ] as const)('%j lets only those %s through', async (flags, list, fits) => {
    const [all, some] = [await inspect(web), await inspect(web, ...flags)];
    expect(some.proxies[0]?.[list]).toEqual(all.proxies[0]?.[list].filter(fits));
    expect(some.proxies[0]?.[list].length).toBeGreaterThan(0);
  });

  test('notes certificates that run out soon, or have run out', async () => {
    const soon = await inspect(web, '--at', '2036-11-01T00:00:00Z');
    expect(soon.notes.map(({ code }) => code)).toContain('certificate-expiring');
    const late = await inspect(web, '--at', '2036-12-01T00:00:00Z');
    expect(late.notes.map(({ code }) => code)).toContain('certificate-expired');
    const narrow = await inspect(web, '--at', '2036-11-01T00:00:00Z', '--expiring', '1d');
    expect(narrow.notes).toEqual([]);
  });

  test('refuses what cannot be shown', async () => {
    const { code, stderr } = await runNow(['inspect', web, '--show', 'filters']);
    expect(code).toBe(2);
    expect(stderr).toContain('listeners, clusters, endpoints, secrets, modes');
  });
});
