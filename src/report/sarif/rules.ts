/** What a finding is called and what is said of it wherever it occurs. */

interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string };
}

const outcomes: Readonly<Record<string, string>> = {
  'outcome-fails': 'The connection fails, for a reason that has no name.',
  'outcome-undecided': 'What was read does not tell what becomes of the connection.',
  'outcome-plaintext': 'The connection is plaintext although the server demands more.',
  'outcome-tls': 'The connection is one-way TLS although the server demands more.',
};

/** The rule of a cause, or of an outcome where no cause was found. */
export function ruleOf(id: string): Rule {
  const text = outcomes[id] ?? `The cause ${id}.`;
  return { id, shortDescription: { text }, help: { text } };
}
