/** The pages of `docs/causes/`, by file name. */
import type { Cause } from './cause.ts';
import { causes } from './causes.ts';
import { causePage } from './page.ts';

/** One page per cause, and `README.md`, which lists them by chapter. */
export function causePages(): ReadonlyMap<string, string> {
  const pages = causes.map((cause) => [`${cause.code}.md`, causePage(cause)] as const);
  return new Map<string, string>([...pages, ['README.md', contents()]]);
}

function contents(): string {
  const groups = [...new Set(causes.map(({ group }) => group))].toSorted();
  return [
    '# Causes',
    'Why an edge of the mesh is not mutual TLS, or only half. Each has a page, which `mtlscope cause CODE` prints as well; `mtlscope explain` names those of an edge, the primary one first.',
    ...groups.flatMap((group) => [
      `## ${group}`,
      causes
        .filter((cause) => cause.group === group)
        .toSorted(byCode)
        .map(line)
        .join('\n'),
    ]),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/u, '\n');
}

function line({ code, title }: Cause): string {
  return `- [\`${code}\`](${code}.md): ${title}`;
}

function byCode(a: Cause, b: Cause): number {
  return a.code < b.code ? -1 : 1;
}
