import { describe, expect, it } from 'vitest';
import { toDot } from '../../src/report/graph/dot.ts';
import { graphOf } from '../../src/report/graph/graph.ts';
import { toMermaid } from '../../src/report/graph/mermaid.ts';
import { toSvg } from '../../src/report/graph/svg.ts';
import type { Outcome, Verdict } from '../../src/verdict/model.ts';

function edge(from: string, to: string, outcomes: readonly Outcome[], port = 80): Verdict {
  return {
    question: { from, host: to, port, speaks: 'http', authority: to },
    from: { name: from, namespace: 'shop', workload: from },
    to: `${to}:${port}`,
    outcome: outcomes.length === 1 ? (outcomes[0] ?? 'undecided') : 'mixed',
    endpoints: outcomes.map((outcome) => ({
      server: { name: to, namespace: 'data', workload: to },
      outcome,
      steps: [],
      causes: [],
      findings: [],
      unseen: [],
      missing: [],
      ruledOut: [],
      because: '',
    })),
  };
}

describe('the graph of a mesh', () => {
  it('draws one line between two workloads, with every port that goes along it', () => {
    const graph = graphOf([edge('web', 'db', ['mtls'], 5432), edge('web', 'db', ['mtls'], 3306)]);
    expect(graph.nodes.map(({ name }) => name)).toEqual(['db', 'web']);
    expect(graph.edges).toEqual([{ from: 'n1', to: 'n0', outcome: 'mtls', ports: [3306, 5432] }]);
  });

  it('shows a failure where one of several endpoints fails', () => {
    expect(graphOf([edge('web', 'db', ['mtls', 'fails'])]).edges[0]?.outcome).toBe('fails');
  });

  it('puts workloads together into namespaces when asked, or when there are too many to find one', () => {
    const many = Array.from({ length: 61 }, (_, index) => edge(`w${index}`, 'db', ['mtls']));
    expect(graphOf(many).nodes.map(({ name }) => name)).toEqual(['data', 'shop']);
    expect(graphOf(many, false).nodes).toHaveLength(62);
  });

  it('tells outcomes apart without colour, by the line and by the words on it', () => {
    const text = toDot(graphOf([edge('web', 'db', ['plaintext']), edge('db', 'web', ['mtls'])]));
    expect(text).toMatch(/label="plain :80".*style=dashed/u);
    expect(text).toMatch(/label="mTLS :80".*style=solid/u);
  });

  it('lets no name out of its quotes', () => {
    const hostile = graphOf([edge('a"] end\\', 'b\n--> x<script>`#quot;', ['fails'])]);
    expect(toDot(hostile)).toContain(String.raw`label="a\"] end\\"`);
    expect(toMermaid(hostile)).not.toMatch(/<|`|\] end/u);
    expect(
      toMermaid(hostile)
        .split('\n')
        .filter((line) => line.includes('-->')),
    ).toHaveLength(0);
  });

  it('draws names as text in SVG, never as markup', async () => {
    const svg = await toSvg(graphOf([edge('<script>alert(1)</script>', 'db', ['mtls'])]));
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
  });
});
