/**
 * Edges of alike clients, judged once: an edge of one of them is judged for a stand-in, and what was found is told of
 * the others in their own words. That this is right is proved for each edge by the client it was judged with: what
 * the stand-in's edge says, in the client's words, has to be what the client's own edge says, byte for byte.
 */
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import type { Trace } from '../edge/model.ts';
import { traceEdge } from '../edge/trace.ts';
import type { Proxy } from '../envoy/model.ts';
import { listedEdge, type EdgeRecord } from '../inspection/edge-record.ts';
import { tlsCheck, type AuthnPolicyOf } from '../inspection/tls-check.ts';
import { judgeTraces } from '../judge-edge.ts';
import { printable } from '../printable.ts';
import { isFinding } from '../verdict/is-finding.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';
import { ownWords } from './alike-certificates.ts';
import { questionsOf, type SharedQuestions } from './alike-questions.ts';
import { clientClasses, type ClientClass } from './client-classes.ts';
import { filled, identityHole, nameHole, withHoles, wordsOf, type OwnWords, type TextWithHoles } from './holes.ts';
import { isReceivedAlike, receivedAs, type Received } from './identities.ts';
import { isApart, isCommon, knowsTheSame, metOn, type Met } from './shareable.ts';
import { standInFor, type StandInClient } from './stand-in-client.ts';

/** An edge as a list has it. */
export interface ListedEdge {
  readonly isFinding: boolean;
  readonly record: EdgeRecord;
  /** The record as a line of JSON without its kind, where that is at hand. */
  readonly text?: string;
}

/** What alike clients have in common on an edge. */
interface Shared {
  readonly text: TextWithHoles;
  readonly isFinding: boolean;
  readonly met: Met;
  readonly received: Received;
  /** Labels that the others have to have too, as text; undefined where nobody asked for them. */
  readonly labels: string | undefined;
}

/** The ways in which an edge may end; undefined among them where it cannot be shared. */
type Ways = readonly (Shared | undefined)[];

/** So many ways in which an edge of alike clients may end are kept apart: by endpoints, identities, labels. */
const mostWays = 8;

interface Judged {
  readonly traces: readonly Trace[];
  readonly record: EdgeRecord;
}

/** Judges edges for a list. */
export class AlikeEdges {
  readonly #mesh: Mesh;
  readonly #options: VerdictOptions;
  readonly #authnPolicyOf: AuthnPolicyOf;
  readonly #meshWithStandIn: Mesh;
  /** By class, then by what is asked. */
  readonly #shared = new Map<ClientClass, Map<string, Ways>>();
  #classes: ReadonlyMap<Proxy, ClientClass> | undefined;
  #standIn: { readonly of: Proxy; readonly client: StandInClient } | undefined;
  #last: { readonly client: Proxy; readonly words: OwnWords } | undefined;

  constructor(mesh: Mesh, options: VerdictOptions, authnPolicyOf: AuthnPolicyOf) {
    this.#mesh = mesh;
    this.#options = options;
    this.#authnPolicyOf = authnPolicyOf;
    const proxyNamed = (name: string): Proxy | undefined =>
      name === nameHole(0) ? this.#standIn?.client.proxy : mesh.proxyNamed(name);
    this.#meshWithStandIn = withProxyNamed(mesh, proxyNamed);
  }

  /** Every edge of the mesh, as `everyEdge` has them. */
  *questions(): Generator<EdgeQuestion> {
    const known: SharedQuestions = new Map();
    for (const client of this.#mesh.proxies) yield* questionsOf(this.#mesh, client, this.#classOf(client), known);
  }

  /** The answer to a question, as `judgeEdge` and `listedEdge` have it. */
  edge(question: EdgeQuestion): ListedEdge {
    const client = this.#mesh.proxyNamed(question.from);
    const alike = client === undefined ? undefined : this.#classOf(client);
    if (client === undefined || alike === undefined) return listed(this.#judge(this.#mesh, question).record);
    const words = this.#wordsOf(client);
    const known = this.#shared.get(alike) ?? new Map<string, Ways>();
    this.#shared.set(alike, known);
    const key = keyOf(question);
    const ways = known.get(key) ?? [];
    const shared = ways.find((each) => each !== undefined && holdsFor(each, client, words));
    if (shared !== undefined) return told(shared, words);
    const judged = this.#judge(this.#mesh, question);
    if (ways.length < mostWays && !ways.includes(undefined)) {
      const met = metOn(judged.traces, words.groups);
      // A client that is itself met says nothing of the others: the next one that asks is tried.
      if (isApart(client, met)) known.set(key, [...ways, this.#share(alike, client, question, judged, met)]);
    }
    return listed(judged.record);
  }

  #classOf(client: Proxy): ClientClass | undefined {
    this.#classes ??= clientClasses(this.#mesh);
    return this.#classes.get(client);
  }

  #judge(mesh: Mesh, question: EdgeQuestion): Judged {
    const traces = traceEdge(mesh, question);
    const verdict = judgeTraces(mesh, question, traces, this.#options);
    return { traces, record: listedEdge(verdict, tlsCheck(mesh, verdict, this.#authnPolicyOf)) };
  }

  /** What this edge of a client says of those of its likes; undefined where it does not. */
  #share(
    { isMixed }: ClientClass,
    client: Proxy,
    question: EdgeQuestion,
    judged: Judged,
    met: Met,
  ): Shared | undefined {
    if (!judged.traces.every(isCommon)) return undefined;
    if (this.#standIn?.of !== client) this.#standIn = { of: client, client: standInFor(client) };
    const standIn = this.#standIn.client;
    standIn.wasRead();
    standIn.labelsWereRead();
    const { record } = this.#judge(this.#meshWithStandIn, { ...question, from: standIn.proxy.name });
    const own = textOf(record);
    if (standIn.wasRead() || saysWhose(own, client)) return undefined;
    const received = receivedAs(client, isMixed ? judged.traces : undefined);
    const text = withIdentityHole(own, received);
    const withItsHoles = withHoles(text ?? own, client);
    if (filled(withItsHoles, this.#wordsOf(client)) !== textOf(judged.record)) return undefined;
    return {
      text: withItsHoles,
      isFinding: isFinding(record),
      met,
      received: text === undefined ? { ...received, others: undefined } : received,
      labels: standIn.labelsWereRead() ? JSON.stringify(client.node.labels) : undefined,
    };
  }

  #wordsOf(client: Proxy): OwnWords {
    if (this.#last?.client !== client) this.#last = { client, words: wordsOf(client) };
    return this.#last.words;
  }
}

/** A text for all of a question but who asks; lengths tell where one part ends. */
function keyOf({ host, port, speaks, authority, endpoint = '' }: EdgeQuestion): string {
  return `${port} ${speaks} ${host.length} ${authority.length} ${host}${authority}${endpoint}`;
}

/** Whether what was found of one client's edge holds for another one. */
function holdsFor({ met, received, labels }: Shared, client: Proxy, { groups, identity }: OwnWords): boolean {
  return (
    isApart(client, met) &&
    knowsTheSame(groups, met) &&
    isReceivedAlike(identity, received) &&
    (labels === undefined || labels === JSON.stringify(client.node.labels))
  );
}

/** The text with a hole for the identity, where it stands nowhere but in fields of its own; else undefined. */
function withIdentityHole(text: string, { identity, others }: Received): string | undefined {
  if (identity === undefined || others === undefined) return undefined;
  const replaced = text.replaceAll(`"identity":"${identity}"`, `"identity":"${identityHole}"`);
  return hasWord(replaced, identity) ? undefined : replaced;
}

function told({ text, isFinding: isTold }: Shared, words: OwnWords): ListedEdge {
  const own = filled(text, words);
  let record: EdgeRecord | undefined;
  return {
    isFinding: isTold,
    text: own,
    get record() {
      record ??= readRecord(own);
      return record;
    },
  };
}

function listed(record: EdgeRecord): ListedEdge {
  return { isFinding: isFinding(record), record };
}

/** As `jsonDocument` writes it. */
function textOf(record: EdgeRecord): string {
  const { kind: _, ...value } = record;
  return printable(JSON.stringify(value));
}

function readRecord(text: string): EdgeRecord {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was written by `textOf`
  const value = JSON.parse(text) as Omit<EdgeRecord, 'kind'>;
  return { kind: 'edge', ...value };
}

/** Whether a text holds a word that is this client's alone, although it should not. */
function saysWhose(text: string, client: Proxy): boolean {
  const { node, sources } = client;
  return [node.id, ...node.ips, ...sources, ...ownWords(client)].some((word) => word !== '' && hasWord(text, word));
}

/** Whether a word stands in a text, and not as part of a longer one. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = [text.charAt(at - 1), text.charAt(at + word.length)];
    if (!around.some((character) => /[a-z0-9]/iu.test(character))) return true;
  }
  return false;
}

function withProxyNamed(mesh: Mesh, proxyNamed: Mesh['proxyNamed']): Mesh {
  const { proxies, at, policies } = mesh;
  return {
    proxies,
    at,
    proxyNamed,
    ...(policies !== undefined && { policies }),
    get directory() {
      return mesh.directory;
    },
    get isWhole() {
      return mesh.isWhole;
    },
    proxyAt: (ip) => mesh.proxyAt(ip),
    maybeAt: (ip) => mesh.maybeAt(ip),
    get sockets() {
      return mesh.sockets;
    },
    ztunnelAt: (ip) => mesh.ztunnelAt(ip),
  };
}
