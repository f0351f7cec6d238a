import { describe, expect, test } from 'vitest';
import type { InspectionRecord } from '../../src/inspection/records.ts';
import { jsonDocument } from '../../src/report/document/json.ts';
import { violations } from '../../src/generated/validators.js';
import { edge, failing } from './edges.ts';

const header: InspectionRecord = {
  kind: 'inspection',
  formatVersion: 1,
  tool: { name: 'mtlscope', version: '0.0.0' },
  at: '2026-01-01T00:00:00.000Z',
  atFrom: 'given',
};
const proxy = (name: string): InspectionRecord => ({
  kind: 'proxy',
  name,
  type: 'sidecar',
  namespace: 'demo',
  addresses: [],
  seen: { bootstrap: true, listeners: true, clusters: true, endpoints: true, routes: true, secrets: true },
  sources: [],
  incomplete: false,
});
const secret = (owner: string, name: string): InspectionRecord => ({
  kind: 'secret',
  proxy: owner,
  name,
  state: 'active',
  delivered: true,
  certificates: [],
  anchors: [],
  evidence: { source: 'a', pointer: '' },
});

async function written(...records: readonly InspectionRecord[]): Promise<unknown> {
  let text = '';
  for await (const piece of jsonDocument(records)) text += piece;
  return JSON.parse(text);
}

describe('the JSON document', () => {
  test('has every list, empty ones too', async () => {
    const document = await written(header);
    expect(document).toMatchObject({ formatVersion: 1, sources: [], problems: [], proxies: [], edges: [], notes: [] });
    expect(violations('inspection', document)).toEqual([]);
  });

  test('puts the records of a proxy into it', async () => {
    const document = await written(header, proxy('a'), secret('a', 'x'), secret('a', 'y'), proxy('b'));
    expect(document).toMatchObject({
      proxies: [
        { name: 'a', listeners: [], secrets: [{ name: 'x' }, { name: 'y' }], modes: [] },
        { name: 'b', listeners: [], secrets: [], modes: [] },
      ],
      edges: [],
    });
    expect(violations('inspection', document)).toEqual([]);
  });

  test('lists edges behind proxies, as its schema says', async () => {
    const document = await written(header, proxy('a'), edge('fails', failing));
    expect(document).toMatchObject({ proxies: [{ name: 'a' }], edges: [{ outcome: 'fails' }], notes: [] });
    expect(violations('inspection', document)).toEqual([]);
  });

  test('breaks its schema when something is in it that nobody described', async () => {
    const odd = { ...edge('fails', failing), privateKey: 'x' };
    expect(violations('inspection', await written(header, odd))).toMatchObject([{ instancePath: '/edges/0' }]);
  });

  test('escapes what a terminal would obey', async () => {
    let text = '';
    for await (const piece of jsonDocument([header, proxy('a\u009b31mb\u202e')])) text += piece;
    expect(text).toContain(String.raw`a\u009b31mb\u202e`);
    expect(JSON.parse(text)).toMatchObject({ proxies: [{ name: 'a\u009b31mb\u202e' }] });
  });
});
