import type { Path } from './elements.ts';

/** The RFC 6901 JSON pointer of a path. */
export function toPointer(path: Path): string {
  return path.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The tokens of an RFC 6901 JSON pointer. */
export function fromPointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
