import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { causes } from '../../src/cause/causes.ts';
import { causePages } from '../../src/cause/pages.ts';
import { constructed, constructedFiles, recorded } from './samples.ts';

const pages = new URL('../../docs/causes/', import.meta.url);

describe('the catalogue of causes', () => {
  it('names each cause once, in lower case, and keeps it in a file of its own', () => {
    const codes = causes.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^[a-z][a-z0-9.-]*[a-z0-9]$/u.test(code))).toEqual([]);
    const files = readdirSync(new URL('../../src/cause/', import.meta.url));
    expect(codes.filter((code) => !files.includes(`${code}.ts`))).toEqual([]);
  });

  it('puts aside only causes that exist', () => {
    const codes = new Set(causes.map(({ code }) => code));
    expect(causes.flatMap(({ insteadOf }) => insteadOf).filter((code) => !codes.has(code))).toEqual([]);
  });

  it('has fresh pages; `npm run docs:causes` writes them', () => {
    const written = new Map(readdirSync(pages).map((file) => [file, readFileSync(new URL(file, pages), 'utf8')]));
    expect(written).toEqual(causePages());
  });

  it('refers in its pages only to causes that exist', () => {
    const codes = new Set(causes.map(({ code }) => code));
    const prefixes = /^(?:dr|pa|legacy|automtls|cert|sds|san|endpoint|mixed)-/u;
    const mentioned = causes.flatMap(({ page }) =>
      Array.from(`${page.see} ${page.why} ${page.unless}`.matchAll(/`([a-z][a-z0-9.-]+)`/gu), ([, word = '']) => word),
    );
    expect(mentioned.filter((word) => prefixes.test(word) && !codes.has(word))).toEqual([]);
  });

  it('has for each cause a sample that shows it and a near miss, recorded or constructed', () => {
    const sampled = [...recorded.keys(), ...constructed];
    expect(sampled.toSorted()).toEqual(causes.map(({ code }) => code).toSorted());
    expect(recorded.size + constructed.length).toBe(new Set(sampled).size);
  });

  it.each(constructed)('says what the files for %s are: constructed, small, with a near miss', (code) => {
    for (const nearMiss of [false, true]) {
      const files = constructedFiles(code, nearMiss);
      const edges = files.get('edges.yaml');
      expect(edges).toMatch(nearMiss ? /near-miss.edges.yaml$/u : /edges.yaml$/u);
      expect(readFileSync(edges ?? '', 'utf8')).toMatch(/^# Constructed[.;] .{10,}/u);
      for (const path of files.values()) expect(statSync(path).size).toBeLessThan(60_000);
    }
  });

  it('writes titles as assertions: lower case, no full stop, no two alike', () => {
    const titles = causes.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(
      titles.filter((title) => !/^(?:[a-z]|PeerAuth|PortLevel|Prom|TLS )/u.test(title) || /[.!?]$/u.test(title)),
    ).toEqual([]);
  });
});
