/** Subject alternative names against matchers (`san_matcher.cc`, `default_validator.cc`, `Utility::dnsNameMatch`). */
import type { SanMatcher } from '../model.ts';
import { matchesString } from '../string-matcher.ts';
import type { GeneralName } from './x509/general-names.ts';

/** `match_subject_alt_names` tries these types (`certificate_validation_context_config_impl.cc`). */
const untyped = ['DNS', 'URI', 'EMAIL', 'IP_ADDRESS'];

/** Whether any matcher matches any name; undefined when one could have: it is not understood, or the name's type is not known. */
export function matchesAnySan(matchers: readonly SanMatcher[], names: readonly GeneralName[]): boolean | undefined {
  let doubt = false;
  for (const matcher of matchers) {
    for (const name of names) {
      const result = matchesSan(matcher, name);
      if (result === true) return true;
      doubt ||= result === undefined;
    }
  }
  return doubt ? undefined : false;
}

/** What is missing where `matchesAnySan` cannot tell. */
export function undecidedSan(names: readonly GeneralName[]): string {
  return names.some(({ type, oid }) => type === 'OTHER_NAME' && oid === undefined)
    ? 'the certificate itself: facts in its place do not say of which type its other names are'
    : 'a SAN matcher that is not understood';
}

function matchesSan({ type, matcher, oid }: SanMatcher, name: GeneralName): boolean | undefined {
  if (type === 'any' ? !untyped.includes(name.type) : type !== name.type) return false;
  if (name.type === 'DNS' && matcher.kind === 'exact') return matchesDnsName(matcher.value, name.text);
  const matches = matchesString(matcher, name.text);
  if (name.type !== 'OTHER_NAME' || matches === false) return matches;
  // Facts that stand in a certificate's place do not say what kind of other name it is.
  if (name.oid === undefined) return undefined;
  return oid === undefined || oid === name.oid ? matches : false;
}

/** `auto_san_validation`: one of `wanted`, whatever its type; DNS names by their own rules. */
export function matchesAnyName(wanted: readonly string[], names: readonly GeneralName[]): boolean {
  return names.some(({ type, text }) =>
    wanted.some((one) => (type === 'DNS' ? matchesDnsName(one, text) : one === text)),
  );
}

/**
 * Whether the certificate's `pattern` covers the host `name`: equal but for case, or one `*` in the leftmost label
 * (whole or part of it, not in an A-label), standing for one label or a part of it.
 */
export function matchesDnsName(name: string, pattern: string): boolean {
  const [host, wanted] = [name.toLowerCase(), pattern.toLowerCase()];
  if (host === wanted) return true;
  const [label, domain] = splitLabel(host);
  const [wildcard, parent] = splitLabel(wanted);
  if (domain === undefined || parent === undefined || domain !== parent) return false;
  if (!wildcard.includes('*') || parent.includes('*') || wildcard.startsWith('xn--')) return false;
  const [head = '', tail, ...more] = wildcard.split('*');
  if (tail === undefined || more.length > 0) return false;
  return wildcard === '*' || (wildcard.length <= label.length + 1 && label.startsWith(head) && label.endsWith(tail));
}

function splitLabel(name: string): [label: string, rest: string | undefined] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}
