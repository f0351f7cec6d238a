/** An object without the keys whose value is undefined, as `exactOptionalPropertyTypes` wants it. */
export type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out the keys whose value is undefined: an absent field stays absent, and costs nothing. */
export function present<T extends object>(fields: T): Present<T> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) result[key] = value;
  return result as Present<T>;
}
