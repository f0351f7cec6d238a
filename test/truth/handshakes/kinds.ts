/** Kinds of handshakes: what is negotiated, whom the client trusts, whom the server trusts; and applications as clients. */
import type { Aim, Features } from '../lab/coverage.ts';
import type { Kind } from '../lab/kind.ts';
import type { Random } from '../lab/random.ts';
import { runApplications } from './applications.ts';
import type { HandshakeCase } from './case.ts';
import { features, type Feature } from './features.ts';
import { fixedCases } from './fixed.ts';
import { classify } from './outcome.ts';
import { isPossible, isPossibleCase } from './possible.ts';
import { run } from './run.ts';

const negotiated: readonly Feature[] = [
  'client versions',
  'server versions',
  'client ciphers',
  'server ciphers',
  'client curves',
  'server curves',
  'client signatures',
  'server signatures',
  'client key',
  'server key',
  'client alpn',
  'server alpn',
  'server certificates',
  'sni',
  'full scan',
  'server leaf',
];

const clientTrusts: readonly Feature[] = [
  'client versions',
  'server key',
  'server leaf',
  'server chain',
  'server trust',
  'client trust',
  'client names',
  'client pins',
  'client validator',
  'client CRL',
  'client depth',
  'client sources',
  'sni',
  'host',
];

const serverTrusts: readonly Feature[] = [
  'client versions',
  'client key',
  'client certificate',
  'client leaf',
  'client chain',
  'client trust',
  'server trust',
  'server names',
  'server pins',
  'server validator',
  'server CRL',
  'server depth',
  'require',
  'server sources',
];

/** Where certificates are the question the two have to meet at all. */
const meeting: Features = { 'client versions': ['default', '1.2 to 1.3', '1.3'] };

export const negotiation = kind('negotiation', negotiated, { 'server trust': 'root', require: 'no' });
export const clientTrust = kind('client trust', clientTrusts, { require: 'no' }, meeting);
export const serverTrust = kind('server trust', serverTrusts, {}, meeting);

const applicationMeets: readonly Feature[] = [
  'server versions',
  'server ciphers',
  'server curves',
  'server signatures',
  'server key',
  'server certificates',
  'sni',
  'full scan',
  'server trust',
  'server names',
  'server pins',
  'server validator',
  'require',
  'server sources',
];

export const applications: Kind<HandshakeCase> = {
  ...kind('applications', applicationMeets, {}),
  unit: 'connections',
  usual: 800,
  run: runApplications,
  classify: (observed) => observed.replace(/ with .*$/u, '').replace(/: \d+:([A-Z_]+).*$/u, ': $1'),
};

/** `base` holds for all cases of the kind. */
function kind(name: string, chosen: readonly Feature[], base: Aim, narrowed: Features = {}): Kind<HandshakeCase> {
  const own: Features = { ...Object.fromEntries(chosen.map((feature) => [feature, features[feature]])), ...narrowed };
  return {
    name: `handshakes: ${name}`,
    unit: 'pairs of contexts',
    usual: 1700,
    features: own,
    possible: (aim) => isPossible({ ...base, ...aim }),
    fixed: fixedCases.filter((one) => one.kind === name).map((one) => ({ ...one, aim: { ...base, ...one.aim } })),
    generate: (random, aim, at) => [{ aim: { ...base, ...(at % 3 === 0 ? calm(own, base, random) : aim()) } }],
    run,
    classify,
    smaller: (from) => smaller(from, base),
  };
}

/** A case with few features that do harm: they get further, and so show more. */
function calm(own: Features, base: Aim, random: Random): Aim {
  for (;;) {
    const some = random.shuffle(Object.entries(own)).slice(0, 1 + random.below(4));
    const aim = Object.fromEntries(some.map(([feature, values]) => [feature, random.pick(values)]));
    if (isPossibleCase({ ...base, ...aim })) return aim;
  }
}

/** With one feature made harmless. */
function* smaller({ aim, ...rest }: HandshakeCase, base: Aim): Iterable<HandshakeCase> {
  for (const feature of Object.keys(aim)) {
    if (feature in base || !(feature in features)) continue;
    const without = Object.fromEntries(Object.entries(aim).filter(([name]) => name !== feature));
    if (isPossibleCase(without)) yield { ...rest, aim: without };
  }
}
