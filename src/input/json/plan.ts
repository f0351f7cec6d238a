/**
 * What a reader wants of a JSON document: a tree of field names. What no plan asks for is skipped
 * without being parsed, and need only balance.
 *
 * A scalar where a plan stands is kept. Of an object, the members that `fields` or `members` name are
 * kept (or those of its `base`); of an array, its elements where there is an `items`. So `{}` keeps that something is there
 * (`{}`, `[]` or the scalar) and nothing of what is in it. Plans may refer to themselves (through a
 * getter), as Envoy's messages do.
 */
export interface Plan {
  /**
   * Deliver this value as a record of its own, under this name, once it is complete. The record
   * around it, if any, comes after it and is without it.
   */
  readonly emit?: string;
  /** Keep all that is below, whatever it is called. */
  readonly whole?: boolean;
  /**
   * A string here is a name that nobody looks into: it changes no decision about what is around it. Records that
   * differ in such strings only are told to have the same shape.
   */
  readonly opaque?: boolean;
  /** Members of an object by name, in snake_case; the camelCase spelling is the same field. */
  readonly fields?: Readonly<Record<string, Plan>>;
  /** Members of an object that `fields` does not name (maps). */
  readonly members?: Plan;
  /** Where a member is neither named here nor any other taken here: what this plan says of it. */
  readonly base?: Plan;
  /** Elements of an array. */
  readonly items?: Plan;
}

/** Keeps a value as it is. */
export const whole: Plan = { whole: true };
/** Keeps a name. */
export const opaque: Plan = { whole: true, opaque: true };

/** `dynamic_active_clusters` → `dynamicActiveClusters`, as protobuf's JSON mapping spells it. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}
