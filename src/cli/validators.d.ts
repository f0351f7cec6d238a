/** Generated from schema/ by tools/generate/schemas.mjs. */
declare module '*/generated/validators.js' {
  /** Where and how a document breaks the schema of that name; empty where it does not. */
  export function violations(
    name: 'inspection' | 'check' | 'diff' | 'facts' | 'symptom',
    document: unknown,
  ): readonly { readonly instancePath: string; readonly message?: string }[];
}
