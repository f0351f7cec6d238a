/** From a trace to what is said of it. Causes are added afterwards, by `cause/`. */
import { present } from '../envoy/present.ts';
import { dumpOfPodAt } from '../edge/fetch-command.ts';
import type { Missing } from '../edge/question.ts';
import { endpointText } from '../edge/trace.ts';
import type { Trace } from '../edge/model.ts';
import { acceptanceOf } from './acceptance.ts';
import { becauseOf } from './because.ts';
import { findingsOf } from './findings.ts';
import type { EndpointVerdict, Outcome } from './model.ts';
import { offerOf } from './offer.ts';
import { outcomeOf } from './outcome.ts';
import { serverPeer } from './peers.ts';
import { ruledOut } from './ruled-out.ts';
import { clientSteps } from './steps-client.ts';
import { serverSteps } from './steps-server.ts';
import { symptomOf } from './symptom.ts';

export interface VerdictOptions {
  /** Unseen certificates make a handshake undecided. */
  readonly strictEvidence: boolean;
  /** What cannot be known of a connection although its configuration can be read: it makes the outcome undecided. */
  readonly doubts?: (trace: Trace) => readonly Missing[];
}

/** Judges one trace. */
export function verdictOf(trace: Trace, options: VerdictOptions): EndpointVerdict {
  const doubts = options.doubts?.(trace) ?? [];
  const [doubt] = doubts;
  const outcome = doubt === undefined ? outcomeOf(trace, options.strictEvidence) : 'undecided';
  const steps = [...clientSteps(trace), ...serverSteps(trace)];
  const server = serverPeer(trace);
  const offer = offerOf(trace);
  const acceptance = acceptanceOf(trace);
  const symptom = symptomOf(trace, outcome);
  const result = trace.handshake;
  const isListed = trace.target !== undefined && trace.target.known !== 'unlisted';
  return present({
    endpoint: isListed ? endpointText(trace.target) : undefined,
    cluster: trace.cluster?.name,
    subset: trace.cluster?.istio.subset,
    weight: trace.weight,
    server,
    outcome,
    steps,
    offer,
    acceptance,
    tls: result?.kind === 'complete' ? present({ version: result.version, alpn: result.alpn }) : undefined,
    symptom,
    causes: [],
    findings: findingsOf(trace),
    unseen: result?.kind === 'complete' ? result.unseen : [],
    missing: doubt === undefined ? missingOf(trace, outcome) : doubts,
    ruledOut: ruledOut(trace),
    because: doubt === undefined ? becauseOf(trace) : `it is not known ${doubt.what}`,
  });
}

/** The outcome stands on nobody having a proxy there, which a DestinationRule keeps from being seen. */
function presumedBare({ target }: Trace): readonly Missing[] {
  const ip = target?.address.ip ?? 'the endpoint';
  return [
    {
      what: `whether ${ip} has a proxy: no dump of it was read, and a DestinationRule hides its mark`,
      decides: 'a proxy there could refuse the connection',
      command: dumpOfPodAt(ip),
    },
  ];
}

function missingOf(trace: Trace, outcome: Outcome): readonly Missing[] {
  const { decision } = trace;
  const assumed = trace.path.assumed === undefined ? [] : [trace.path.assumed];
  if (decision.kind === 'unknown') return [...decision.missing, ...assumed];
  if (trace.receiving?.presumed === true) return [...presumedBare(trace), ...assumed];
  if (decision.kind === 'stopped' && decision.stop.kind === 'unknown') return [decision.stop.missing];
  if (decision.kind === 'tls-at-application' && outcome === 'undecided') {
    return [
      {
        what: "the certificate of the server's application",
        decides: 'whether the client accepts it',
        command: `openssl s_client -connect ${trace.target === undefined ? 'HOST:PORT' : endpointText(trace.target)} -showcerts`,
      },
    ];
  }
  if (outcome === 'undecided' && trace.handshake?.kind === 'complete') {
    return trace.handshake.unseen.map((what) => ({
      what: `the ${what}`,
      decides: 'whether both sides accept each other',
      command: 'istioctl proxy-config secret POD.NAMESPACE -o json',
    }));
  }
  return assumed;
}
