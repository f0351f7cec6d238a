/** Remembers what costly, pure work gave, for inputs that a mesh repeats in thousands of places (the same root in every proxy). */

/** `compute` with its results kept by key (an object is its own key); when `limit` is reached everything is forgotten, so that memory stays bounded. */
export function memoised<T, Key = string>(compute: (key: Key) => T, limit: number): (key: Key) => T {
  const results = new Map<Key, T>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined || results.has(key)) return known ?? compute(key);
    const result = compute(key);
    if (results.size >= limit) results.clear();
    results.set(key, result);
    return result;
  };
}
