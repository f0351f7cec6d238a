/** What a finding is called and what is said of it wherever it occurs. */
import { causePage } from '../../cause/page.ts';
import { causes } from '../../cause/causes.ts';

interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription?: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown?: string };
}

const outcomes: Readonly<Record<string, string>> = {
  'outcome-fails': 'The connection fails, for a reason that has no name.',
  'outcome-undecided': 'What was read does not tell what becomes of the connection.',
  'outcome-plaintext': 'The connection is plaintext although the server demands more.',
  'outcome-tls': 'The connection is one-way TLS although the server demands more.',
};

/** The rule of a cause, with its page as help, or of an outcome where no cause was found. */
export function ruleOf(id: string): Rule {
  const cause = causes.find(({ code }) => code === id);
  if (cause !== undefined) {
    const { title, page } = cause;
    return {
      id,
      shortDescription: { text: title },
      fullDescription: { text: page.why },
      help: { text: page.why, markdown: causePage(cause) },
    };
  }
  const text = outcomes[id] ?? id;
  return { id, shortDescription: { text }, help: { text } };
}
