import { describe, expect, it } from 'vitest';
import { searchedPart } from '../../../src/cli/pages/searched-part.ts';
import type { Stencil } from '../../../src/input/json/filling.ts';
import { haveNoSecrets } from '../../../src/secrets/find-secrets.ts';
import * as fc from '../../property.ts';
import { filledIn } from './filled.ts';

const name = { name: 0, from: 0 };

describe('what is searched of lines that differ in names', () => {
  it('is, of each, what stands in quotes with a name or a pointer', () => {
    const line: Stencil = [
      { text: ',\n{"proxy":"a","name":"outbound|80||' },
      name,
      { text: '.svc","at":"' },
      { pointer: true },
      { text: '","port":80}' },
    ];
    const part = searchedPart(line);
    expect(filledIn(part?.ofEach ?? [], '/configs/1/list/7', ['web'])).toBe('"outbound|80||web.svc"/configs/1/list/7"');
    expect(part?.once).toBe(',\n{"proxy":"a","name":"","at":"","port":80}');
  });

  it('keeps what stands in the same quotes together', () => {
    const line: Stencil = [{ text: ',"a":"' }, name, { text: '@' }, { text: '.' }, { name: 1, from: 2 }, { text: '"' }];
    expect(filledIn(searchedPart(line)?.ofEach ?? [], '', ['one', 'xxtwo'])).toBe('"one@.two"');
  });

  it.each<[string, Stencil]>([
    ['a line that nothing sets off from the one before', [{ text: '{"a":"' }, name, { text: '"}' }]],
    ['a line that begins with a name', [name, { text: ',"a"' }]],
    ['a line with a name before all quotes', [{ text: ',' }, name, { text: '"a"' }]],
    ['a line that ends with a name', [{ text: ',"a":' }, name]],
    ['nothing', []],
  ])('is all of %s', (_, line) => {
    expect(searchedPart(line)).toBeUndefined();
  });

  it('has no secrets only if the lines have none', () => {
    const halves = ['password', '=hunter2', 'AKIA', '0123456789ABCDEF', 'bearer ', 'a1b2c3d4', '://user:', 'pass@host'];
    const others = ['---', 'BEGIN PRIVATE KEY---', 'eyJhbGciOi', '.eyJzdWIiOi', '.c2ln', 'MIGHAgEAMBMGByqGSM49'];
    const around = ['"', '","', '":"', ':', ' ', '\\n', '=', 'é', 'web', 'svc.cluster.local', 'f00d'.repeat(5)];
    const word = fc.constantFrom(...halves, ...others, ...around);
    const constant = fc.array(word, { maxLength: 4 }).map((words) => ({ text: words.join('') }));
    const piece = fc.oneof(constant, fc.constantFrom({ name: 0, from: 0 }, { name: 1, from: 0 }));
    const inName = word.filter((each) => !/["\\é]/u.test(each));
    const names = fc.array(inName, { maxLength: 3 }).map((words) => words.join(''));
    const before = fc.constantFrom('', '{"a":"password', '{"a":1}', 'MIGHAgEAMBMGByqGSM49');
    let [sure, unsure] = [0, 0];
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), names, names, before, (pieces, one, other, previous) => {
        const line: Stencil = [{ text: ',\n{"' }, ...pieces, { text: '"}' }];
        const part = searchedPart(line);
        if (part === undefined) throw new Error('it is set off and ends with a quote');
        const filled = (stencil: Stencil): Buffer => Buffer.from(filledIn(stencil, '', [one, other]));
        const isSure = haveNoSecrets(filled(part.ofEach)) && haveNoSecrets(Buffer.from(part.once));
        if (isSure) sure += 1;
        else unsure += 1;
        const lines = Buffer.concat([Buffer.from(previous), filled(line)]);
        expect(isSure && haveNoSecrets(Buffer.from(previous)) && !haveNoSecrets(lines)).toBe(false);
      }),
      { numRuns: 5000 },
    );
    expect(Math.min(sure, unsure)).toBeGreaterThan(500);
  });
});
