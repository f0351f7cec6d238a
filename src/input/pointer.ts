/** The RFC 6901 JSON pointer that the tokens make. */
export function toPointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The tokens of an RFC 6901 JSON pointer. */
export function fromPointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `fromPointer` for many pointers into the same lists: what leads to a list is taken apart once. */
export function pointerParser(): (pointer: string) => readonly string[] {
  let parent = '';
  let parentTokens: readonly string[] = [];
  return (pointer) => {
    const slash = pointer.lastIndexOf('/');
    if (slash < 0) return [];
    if (parent.length !== slash || !pointer.startsWith(parent)) {
      parent = pointer.slice(0, slash);
      parentTokens = fromPointer(parent);
    }
    return [...parentTokens, ...fromPointer(pointer.slice(slash))];
  };
}
