import { Buffer } from 'node:buffer';
import { closeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Lines } from '../../../src/cli/pages/lines.ts';
import { InputError } from '../../../src/errors.ts';
import { anonymousFile } from '../../../src/input/bytes/scratch-file.ts';
import { Spool } from '../../../src/cli/pages/spool.ts';

function textOf(spool: Spool, lines: Lines): string {
  return lines.stretches.map((stretch) => Buffer.from(spool.read(stretch)).toString('utf8')).join('');
}

describe('lines in a spool', () => {
  it('come in their order, each behind what lines begin with', () => {
    const spool = new Spool();
    const lines = new Lines(spool, () => '\n- ');
    for (const line of ['a', '', 'é']) lines.append(line);
    expect(textOf(spool, lines)).toBe('\n- a\n- \n- é');
  });

  it('come back from the file they are put into when they are many', () => {
    const spool = new Spool();
    const [even, odd] = [new Lines(spool, () => '\n'), new Lines(spool, () => '\n')];
    const expected = ['', ''];
    for (let number = 0; number < 20_000; number += 1) {
      const line = `${number} ${'€'.repeat(400)}`;
      expected[number % 2] += `\n${line}`;
      (number % 2 === 0 ? even : odd).append(line);
    }
    expect(textOf(spool, even) === expected[0]).toBe(true);
    expect(textOf(spool, odd) === expected[1]).toBe(true);
  });

  it('may be in a file that is there already', () => {
    const file = anonymousFile();
    const lines = new Lines(new Spool(file), () => '\n');
    lines.append('a');
    expect(lines.stretches.map((stretch) => Buffer.from(new Spool(file).read(stretch)).toString('utf8'))).toEqual([
      '\na',
    ]);
  });

  it('that cannot be kept are an error that says so', () => {
    const file = anonymousFile();
    closeSync(file);
    const lines = new Lines(new Spool(file), () => '\n');
    lines.append('a');
    expect(() => lines.stretches).toThrow(InputError);
  });

  it('may be none', () => {
    expect(new Lines(new Spool(), () => '\n').stretches).toEqual([]);
  });

  it('have no secret in them, and nothing else is lost', () => {
    const spool = new Spool();
    const lines = new Lines(spool, () => '\n');
    const begin = '-----BEGIN PRIVATE KEY-----';
    lines.append(`{"a":"${begin}MIIE"}`);
    lines.append('{"b":"-----END PRIVATE KEY-----"}');
    expect(textOf(spool, lines)).toBe('\n{"a":"[redacted]"}\n{"b":"-----END PRIVATE KEY-----"}');
  });
});
