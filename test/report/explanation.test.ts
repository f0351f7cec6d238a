import { describe, expect, test } from 'vitest';
import type { EdgeRecord } from '../../src/inspection/edge-record.ts';
import { explanation } from '../../src/report/explanation/explanation.ts';
import { edge, failing } from './edges.ts';
import { page } from './page.ts';

const check = { text: 'take the dumps again:', command: 'mtlscope explain sleep web:80 dumps' };

/** The same endpoint at another address, and what differs. */
const other = {
  ...failing,
  endpoint: '10.77.0.13:8080',
  server: { ...failing.server, name: 'web-2' },
} as typeof failing;

describe('an explanation', () => {
  test('tells verdict, walk, evidence, cause, symptom and fix in this order', async () => {
    const text = explanation(page(), edge('fails', failing), check).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot('explanation-wide.txt');
  });

  test('fits a narrow terminal, but leaves what is to be pasted whole', async () => {
    const text = explanation(page(60), edge('fails', failing), check).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot('explanation-narrow.txt');
  });

  test('says once what holds for several endpoints', () => {
    const text = explanation(page(), edge('fails', failing, other), check).join('\n');
    expect(text.match(/dr-tls-disable/gu)).toHaveLength(1);
    expect(text).toContain('The same holds for 10.77.0.13:8080 (web-2).');
  });

  test('gives endpoints that differ a block each', () => {
    const fine = { ...other, outcome: 'mtls' as const, because: 'both sides agree', causes: [], steps: [] };
    const text = explanation(page(), edge('mixed', failing, fine), check).join('\n');
    expect(text).toContain('✗ sleep → web.demo.svc.cluster.local:80 depends on the endpoint: 1 fails, 1 mutual TLS.');
    expect(text).toContain('  ✗ 10.77.0.12:8080 (web) fails: the client sends plaintext');
    expect(text).toContain('  ✓ 10.77.0.13:8080 (web-2) is mutual TLS: both sides agree.');
  });

  test('says what is missing, what it would decide and how to get it', () => {
    const undecided = {
      ...failing,
      outcome: 'undecided' as const,
      causes: [],
      missing: [
        {
          what: 'the metadata of the endpoints',
          decides: 'mutual TLS if marked',
          command: 'istioctl pc eds sleep.demo -o json',
        },
      ],
    };
    const lines = explanation(page(), edge('undecided', undecided), check);
    expect(lines[0]).toMatch(/^\? sleep → web.demo.svc.cluster.local:80 is undecided: /u);
    expect(lines).toContain('  Missing       the metadata of the endpoints: mutual TLS if marked');
    expect(lines).toContain('                  istioctl pc eds sleep.demo -o json');
  });

  test('says that certificates were not seen, and shows no check where all is well', () => {
    const fine = { ...failing, outcome: 'mtls' as const, causes: [], unseen: ['certificates'] };
    const text = explanation(page(), edge('mtls', fine), check).join('\n');
    expect(text).toContain('  Not seen      certificates: the verdict stands on what both sides are configured to do');
    expect(text).not.toContain('Check it');
  });

  test('says what the source does not say', () => {
    const evidence = [
      { source: 'a.json', pointer: '/cluster', absent: '/transport_socket', line: 3, column: 5, excerpt: '{' },
    ];
    const silent = {
      ...failing,
      steps: [{ side: 'client' as const, name: 'sends' as const, passed: false, text: 'plaintext', evidence }],
    };
    const text = explanation(page(), edge('fails', silent), check).join('\n');
    expect(text).toContain('a.json:3:5 /cluster');
    expect(text).toContain('(nothing at transport_socket there)');
  });

  test('lets nothing from a dump reach the terminal unescaped', () => {
    const evil = '\u001b]0;owned\u0007\u202e';
    const everywhere = JSON.parse(
      JSON.stringify(edge('fails', failing)).replaceAll('web', `w${JSON.stringify(evil).slice(1, -1)}`),
    ) as EdgeRecord;
    const text = explanation(page(), everywhere, undefined).join('\n');
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
    expect(text).toContain('\\u001b]0;owned');
  });
});
