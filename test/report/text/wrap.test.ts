import { describe, expect, test } from 'vitest';
import { span } from '../../../src/report/text/ink.ts';
import { hang } from '../../../src/report/text/wrap.ts';
import { page } from '../page.ts';

describe('a label with text beside it', () => {
  test('hangs the text at the column and breaks it between words', () => {
    expect(hang(page(40), [span('Cause')], [span('one two three four five six seven eight nine')], 10)).toEqual([
      'Cause     one two three four five six',
      '          seven eight nine',
    ]);
  });

  test('breaks a word that is longer than the line after a separator, in a terminal', () => {
    const pointer = '/configs/1/dynamic_active_clusters/18/cluster';
    expect(hang(page(40), [], [span(pointer)], 10)).toEqual([
      '          /configs/1/',
      '          dynamic_active_clusters/18/',
      '          cluster',
    ]);
  });

  test('leaves a long word whole in a pipe, so that scripts find it', () => {
    const pointer = `/configs/${'x'.repeat(200)}`;
    expect(hang(page(), [], [span(pointer)], 10)).toEqual([`          ${pointer}`]);
  });

  test('starts the text below the label where the column leaves no room', () => {
    expect(hang(page(30), [span('    ✓ listener')], [span('0.0.0.0_80 takes 10.96.0.12:80')], 17)).toEqual([
      '    ✓ listener',
      '    0.0.0.0_80 takes',
      '    10.96.0.12:80',
    ]);
  });

  test('keeps words together whose parts have different tones', () => {
    expect(hang(page(34), [], [span('a note: '), span('dr-tls-disable'), span(': because')], 10)).toEqual([
      '          a note: dr-tls-disable:',
      '          because',
    ]);
  });

  test('escapes what a terminal would obey, and puts line breaks of a dump on one line', () => {
    expect(hang(page(80), [], [span('a\u001b[2Jb\nc\u202ed')], 0)).toEqual(['a\\u001b[2Jb c\\u202ed']);
  });
});
