import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { resourcePlan } from '../../../src/envoy/projection.ts';
import { readPages } from '../../../src/cli/pages/read-pages.ts';
import type { Progress } from '../../../src/input/progress.ts';
import { folderWith } from '../../input/support/temporary-folder.ts';
import { forgetFolders, recordedFolder } from '../../recordings/recordings.ts';
import { run } from '../../run.ts';
import { documentByRecords, factsByRecords } from './by-records.ts';

afterAll(forgetFolders);

const now = new Date('2026-11-23T12:00:00Z');

/** What both commands print of these sources, and what records make of them. */
async function bothWays(...paths: readonly string[]) {
  return {
    printed: [
      (await run(['inspect', '-o', 'json', ...paths], { now: () => now })).stdout,
      (await run(['facts', ...paths], { now: () => now })).stdout,
    ],
    byRecords: [await documentByRecords(paths, now), await factsByRecords(paths)],
  };
}

const node = (name: string) => ({
  bootstrap: { node: { id: `sidecar~10.0.0.1~${name}~${name.split('.')[1]}.svc.cluster.local` } },
  last_updated: '2026-01-01T00:00:00Z',
});
const clusters = (...names: readonly string[]) => ({
  dynamic_active_clusters: names.map((name) => ({ cluster: { name }, last_updated: '2026-01-02T00:00:00Z' })),
});
const dump = (name: string, ...names: readonly string[]) =>
  JSON.stringify({ configs: [node(name), clusters(...names)] });
const listeners = JSON.stringify([{ name: 'l', address: { socketAddress: { address: '::', portValue: 80 } } }]);
const cutList = JSON.stringify(clusters('c', 'd')).slice(0, -50);
/** A proxy whose cluster asks for one mark, with an endpoint that has it and another. */
function asking(asked: string, other: string): string {
  const marks = { 'envoy.transport_socket_match': { [asked]: 'x', [other]: 'x' } };
  const endpoints = [{ lb_endpoints: [{ endpoint: {}, metadata: { filter_metadata: marks } }] }];
  const cluster = { name: 'c', transport_socket_matches: [{ name: 'm', match: { [asked]: 'x' } }] };
  return JSON.stringify({
    configs: [
      node(`${asked}.one`.toLowerCase()),
      { dynamic_active_clusters: [{ cluster }] },
      { dynamic_endpoint_configs: [{ endpoint_config: { cluster_name: 'c', endpoints } }] },
    ],
  });
}
const names = Array.from({ length: 9 }, (_, index) => `outbound|80||s${index}.demo`);
const manifest = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';

describe('many dumps, written while they are read', () => {
  it.each(['demo/dr-disable-strict', 'hbone/baseline', 'bookinfo/bookinfo-mtls-on', 'shapes/sleep', 'shapes/web'])(
    'are what records make of them: %s',
    async (recording) => {
      const { printed, byRecords } = await bothWays(await recordedFolder(recording));
      expect(printed).toEqual(byRecords);
    },
  );

  it.each<readonly [string, Readonly<Record<string, string | Uint8Array>>]>([
    ['two proxies of one name', { 'a.json': dump('x.one', ...names), 'b.json': dump('x.two', ...names) }],
    ['namespaces in another order than names', { 'a.json': dump('a.z', 'c'), 'b.json': dump('b.y', 'c') }],
    [
      'two dumps of one proxy',
      { 'a.json': dump('x.one', 'c'), 'b.json': dump('x.one', 'd').replace('01-02', '01-03') },
    ],
    ['a dump and more of the same proxy', { 'a.json': dump('a.one', 'c'), 'a-listeners.json': listeners }],
    ['a folder of its own', { 'x/config_dump.json': dump('x.one', 'c'), 'x/listeners.json': listeners }],
    ['more of a proxy that is found by its folder', { 'x/1.json': dump('x.one', 'c'), 'x/2.json': listeners }],
    ['a file with two proxies', { 'a.json': `${dump('x.one', 'c')}${dump('y.one', 'd')}`, 'b.json': dump('z.one') }],
    ['a broken file', { 'a.json': dump('x.one', 'c'), 'b.json': '{"configs": [}', 'c.json': dump('y.one', 'd') }],
    ['a file that is cut', { 'a.json': dump('x.one', 'c', 'd').slice(0, -9), 'b.json': dump('y.one', 'e') }],
    ['an empty file', { 'a.json': dump('x.one', 'c'), 'b.json': '' }],
    ['packed ones beside plain ones', { 'a.json': dump('x.one', 'c'), 'b.json.gz': gzipSync(dump('y.one', 'd')) }],
    ['manifests', { 'a.json': dump('x.one', 'c'), 'b.yaml': manifest }],
    ['manifests in the file of a dump', { 'a.json': `${dump('x.one', 'c')}{"apiVersion":"v1","kind":"Pod"}` }],
    [
      'a list of clusters and no node',
      {
        'a.json': JSON.stringify(clusters('c', 'd')),
      },
    ],
    [
      'prototype tricks',
      { 'a.json': dump('__proto__.constructor', '__proto__').replace('{', '{"__proto__":{"a":1},') },
    ],
    ['a cut list of which all is taken', { 'a.json': dump('x.one', 'c'), 'b.json': cutList }],
    ['marks that a cluster asks for', { 'a.json': asking('odd', 'tlsMode'), 'b.json': asking('tlsMode', 'odd') }],
    ['controls', { 'a.json': dump('x\u001b[1m.one', '\u001b[31m', 'c\u202e') }],
  ])('are what records make of them: %s', async (_, files) => {
    const { printed, byRecords } = await bothWays(folderWith(files));
    expect(printed).toEqual(byRecords);
  });

  it('may be named one by one, and some twice', async () => {
    const folder = folderWith({ 'a.json': dump('x.one', 'c'), 'b.json': dump('y.one', 'd') });
    const files = readdirSync(folder).map((name) => join(folder, name));
    const { printed, byRecords } = await bothWays(...files, folder, ...files);
    expect(printed).toEqual(byRecords);
  });

  it('leave nothing in memory that grows with the services', async () => {
    const folder = folderWith({ 'a.json': dump('x.one', ...names), 'b.json': dump('y.one', ...names) });
    const ordinary = { resource: resourcePlan };
    for (const maker of ['inspection', 'facts'] as const) {
      const read = await readPages([{ kind: 'path', path: folder }], { now }, { maker, ordinary });
      expect(read.dumps.map(({ resources }) => resources.length)).toEqual([2, 2]);
      const pages = read.proxies.map((proxy) => read.pageOf(proxy));
      expect(JSON.stringify(pages)).not.toContain('s1.demo');
      expect(pages.map((page) => page?.name)).toEqual(['x', 'y']);
    }
  });

  it('are given up early where they are many in one file', async () => {
    const text = `${dump('x.one', ...names)}${dump('y.one', ...names)}`.repeat(3000);
    const told: number[] = [];
    const progress = ({ files, bytes }: Progress): void => void (files === 0 && told.push(bytes));
    const args = [{ kind: 'path', path: folderWith({ 'a.json': text }) }] as const;
    await readPages(args, { now, progress }, { maker: 'facts', ordinary: { resource: resourcePlan } });
    expect(Math.max(0, ...told)).toBeLessThan(text.length / 2);
  });

  it('may be piped', async () => {
    const text = dump('x.one', ...names);
    const folder = folderWith({ 'a.json': text });
    const [piped, named] = [await run(['facts', '-'], { stdin: text }), await run(['facts', folder])];
    expect(piped.stdout).toBe(named.stdout.replaceAll('"source":"a.json"', '"source":"stdin"'));
  });
});
