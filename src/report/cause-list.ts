import type { Cause } from '../cause/cause.ts';
import { span } from './text/ink.ts';
import { spans, paint, type Page } from './text/page.ts';
import { hang } from './text/wrap.ts';

/** All causes by chapter, each with its title. */
export function causeList(page: Page, causes: readonly Cause[]): string[] {
  const width = Math.max(...causes.map(({ code }) => code.length)) + 4;
  const groups = [...new Set(causes.map(({ group }) => group))].toSorted();
  return [
    ...groups.flatMap((group) => [
      paint(page, [span(group, 'strong')]),
      ...causes
        .filter((cause) => cause.group === group)
        .toSorted((a, b) => (a.code < b.code ? -1 : 1))
        .flatMap(({ code, title }) => hang(page, spans('  ', span(code, 'code')), spans(title), width)),
      '',
    ]),
    'mtlscope cause CODE explains one of them.',
  ];
}
