/** What tells one resource from another, and its age. */
export interface Named {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly created?: string;
}

/** One text per kind, namespace and name. */
export function nameKey({ kind, namespace, name }: Named): string {
  return `${kind}/${namespace}/${name}`;
}
