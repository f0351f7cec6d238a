/** Remembers what costly, pure work gave, for inputs that a mesh repeats in thousands of places (the same root in every proxy). */

/** `compute` with its results kept by key; when `limit` is reached everything is forgotten, so that memory stays bounded. */
export function memoised<T>(compute: (key: string) => T, limit: number): (key: string) => T {
  const results = new Map<string, T>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined || results.has(key)) return known ?? compute(key);
    const result = compute(key);
    if (results.size >= limit) results.clear();
    results.set(key, result);
    return result;
  };
}
