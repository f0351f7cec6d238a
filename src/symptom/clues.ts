/** Words beside the failure itself that tell who called, or what: they put causes first, or rule them out. */
import { saysAny, type Said } from './said.ts';

interface Clue {
  readonly shows: (said: Said) => boolean;
  /** Codes of causes, the likeliest first. */
  readonly leads: readonly string[];
}

const clues: readonly Clue[] = [
  { shows: saysAny(/(?:readiness|liveness|startup) probe/u), leads: ['kubelet-probe'] },
  { shows: ({ sighting }) => sighting.userAgent?.startsWith('kube-probe') === true, leads: ['kubelet-probe'] },
  { shows: saysAny(/calling webhook|admission webhook/u), leads: ['apiserver-webhook'] },
  { shows: saysAny(/\bscrap(?:e|ing)\b|prometheus/u), leads: ['prometheus-scrape'] },
  { shows: ({ sighting }) => sighting.userAgent?.startsWith('Prometheus') === true, leads: ['prometheus-scrape'] },
  // A client that waits for the server's greeting.
  {
    shows: saysAny(/initial communication packet|initial handshake|error 2013\b|server greeting/u),
    leads: ['server-first-protocol'],
  },
  { shows: saysAny(/-c istio-proxy\b|--container[= ]istio-proxy\b/u), leads: ['uid-1337-bypass'] },
  // nginx says of its upstreams what Envoy says otherwise.
  {
    shows: saysAny(/upstream prematurely closed|while reading response header from upstream/u),
    leads: ['ingress-to-pod-ip'],
  },
  { shows: saysAny(/\bkubernetes\.default\b/u), leads: ['dr-wildcard-kube-api'] },
  // With a proxy before it curl would have got a 503.
  { shows: (said) => said.curl(52, 56), leads: ['pa-strict-no-sidecar-client', 'uid-1337-bypass'] },
];

/** Codes of causes that the words lead to before all others. */
export function leadingCauses(said: Said): readonly string[] {
  return clues.flatMap(({ shows, leads }) => (shows(said) ? leads : []));
}

/** Causes that need a caller without a proxy. */
const ofBareCallers: ReadonlySet<string> = new Set([
  'pa-strict-no-sidecar-client',
  'kubelet-probe',
  'prometheus-scrape',
  'apiserver-webhook',
]);

/** Whether the words rule a cause out: the caller's own proxy wrote them, so it has one. */
export function isRuledOut(said: Said, code: string): boolean {
  const byProxy = said.sighting.side === 'client' || saysAny(/upstream connect error/u)(said);
  return byProxy && ofBareCallers.has(code);
}
