/** The page of a cause: what `mtlscope cause CODE` prints and `docs/causes/CODE.md` holds. */
import type { Cause, CausePage, Fix } from './cause.ts';
import type { EdgeFacts } from './context/edge-facts.ts';
import type { Era } from './context/era.ts';
import type { Facet } from './context/context.ts';

/** Markdown, ending in a newline. */
export function causePage(cause: Cause): string {
  const { page } = cause;
  const modern = cause.sample(sampleEdge('v1'));
  return [
    `# ${cause.code}`,
    `**${sentence(cause.title)}** ${cause.group}.`,
    '## What you see',
    page.see,
    '## Why',
    page.why,
    '## How it shows',
    page.shows.map(({ where, what }) => `- ${places[where]}: ${what}`).join('\n'),
    `To tell, mtlscope looks at ${listed(cause.reads.map((facet) => facets[facet]))}.`,
    '## What it is not',
    page.unless,
    '## How mtlscope says it',
    `> ${modern.because}.`,
    '## Fix',
    ...modern.fix.flatMap(fixLines),
    ...legacy(cause, modern.fix),
    '## Check it',
    checkLines(cause.verify(sampleEdge('v1'))),
    '## References',
    cause.references
      .map((reference) => `- ${reference.startsWith('https://') ? `<${reference}>` : reference}`)
      .join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/u, '\n');
}

const places: Readonly<Record<CausePage['shows'][number]['where'], string>> = {
  client: 'in the client’s dump',
  server: 'in the server’s dump',
  endpoints: 'in the client’s endpoints',
  secrets: 'in the secrets of both',
  policies: 'in the policies',
  elsewhere: 'elsewhere',
};

const facets: Readonly<Record<Facet, string>> = {
  client: 'what the client’s proxy sends',
  endpoint: 'how the endpoint is marked',
  server: 'what the server’s proxy takes',
  handshake: 'the handshake of the two',
  policies: 'Istio’s resources, where they are among the sources',
  observed: 'what somebody saw of the connection',
  others: 'the dumps of the other proxies',
};

/** The edge of the examples: `sleep` of namespace `shop` calls `web` of namespace `demo`. */
export function sampleEdge(era: Era): EdgeFacts {
  const host = 'web.demo.svc.cluster.local';
  return {
    question: { from: 'sleep', host, port: 80, speaks: 'http', authority: host },
    outcome: 'fails',
    decision: { kind: 'plaintext-no-chain' },
    client: party('sleep', 'shop'),
    server: party('web', 'demo'),
    service: { host, name: 'web', namespace: 'demo' },
    port: 80,
    declared: true,
    targetPort: 8080,
    era,
    rootNamespace: 'istio-system',
    inForce: new Map(),
    rulesForOthers: [],
  };
}

function party(name: string, namespace: string): EdgeFacts['client'] {
  return { name, namespace, pod: '', labels: { app: name } };
}

function fixLines({ text, yaml, command }: Fix): readonly string[] {
  return [
    text,
    ...(yaml === undefined ? [] : [`\`\`\`yaml\n${yaml}\n\`\`\``]),
    ...(command === undefined ? [] : [`\`\`\`sh\n${command}\n\`\`\``]),
  ];
}

/** In the spelling of Istio up to 1.4, where that is another one. */
function legacy(cause: Cause, modern: readonly Fix[]): readonly string[] {
  const known = new Set(modern.map(({ yaml }) => yaml?.replace(/^apiVersion: .*$/mu, '')));
  const old = cause.sample(sampleEdge('legacy')).fix;
  const others = old.filter(({ yaml }) => yaml !== undefined && !known.has(yaml.replace(/^apiVersion: .*$/mu, '')));
  const renamed = modern.some(({ yaml }) => yaml?.includes(' networking.istio.io/v1\n') === true);
  if (others.length === 0 && !renamed) return [];
  const lines = others.flatMap(fixLines);
  const versions = renamed
    ? ['DestinationRules and their like are written with `apiVersion: networking.istio.io/v1alpha3`.']
    : [];
  return ['### In Istio up to 1.4', ...versions, ...lines];
}

function checkLines(verify: string): string {
  const at = verify.indexOf('mtlscope ');
  if (at < 0) return sentence(verify);
  return `${sentence(verify.slice(0, at).trimEnd()).replace(/[,.]? then:\.?$/u, ', then')}\n\n\`\`\`sh\n${verify.slice(at)}\n\`\`\``;
}

/** Words with capitals or signs inside are names and stay as they are. */
function sentence(text: string): string {
  const [first = ''] = text.split(' ');
  const plain = /^[a-z’'-]+$/u.test(first) && !/^(?:istiod|ztunnel)$/u.test(first);
  return `${plain ? text.charAt(0).toUpperCase() : text.charAt(0)}${text.slice(1)}${/[.:]$/u.test(text) ? '' : '.'}`;
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join('; ')}; and ${last}`;
}
