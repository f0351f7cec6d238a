/**
 * Whether a resource of `owner` is visible in `namespace`, by its `exportTo`. An empty list takes
 * the mesh's default (`defaultServiceExportTo` and its like), which is everywhere unless changed.
 */
export function isExportedTo(
  exportTo: readonly string[],
  owner: string,
  namespace: string,
  meshDefault: readonly string[] = [],
): boolean {
  const effective = exportTo.length > 0 ? exportTo : meshDefault;
  if (effective.length === 0) return true;
  return effective.some((each) => each === '*' || each === namespace || (each === '.' && owner === namespace));
}
