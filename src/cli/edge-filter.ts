import type { Command } from 'commander';
import { causes } from '../cause/causes.ts';
import type { Proxy } from '../envoy/model.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { UsageError } from '../errors.ts';
import { nearestNames } from '../input/nearest-names.ts';
import type { EdgeRecord } from '../inspection/edge-record.ts';
import type { Peer } from '../verdict/model.ts';
import { peerOfProxy } from '../verdict/peers.ts';
import { outcomeWords } from '../report/outcome-words.ts';
import { several } from './options/several.ts';

/** The options that narrow down a list of edges; each may be given several times. */
export interface EdgeFilterFlags {
  readonly namespace?: readonly string[];
  readonly workload?: readonly string[];
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly port?: readonly string[];
  readonly outcome?: readonly string[];
  readonly cause?: readonly string[];
}

/** Adds the filters. */
export function addEdgeFilters(command: Command): Command {
  return command
    .addOption(several('-n, --namespace <name>', 'edges with an end in this namespace'))
    .addOption(several('--workload <name>', 'edges with this workload at an end (* stands for anything)'))
    .addOption(several('--from <name>', 'edges from this client'))
    .addOption(several('--to <name>', 'edges to this host or server'))
    .addOption(several('--port <number>', 'edges to this service port'))
    .addOption(several('--outcome <word>', `edges with this outcome: ${Object.keys(outcomeWords).join(', ')}`))
    .addOption(several('--cause <code>', 'edges with this cause'));
}

/** Could the edge of a client's question pass? Asked before it is judged, which costs more. */
export function mayPass({ port, from }: EdgeFilterFlags, question: EdgeQuestion, client: Proxy | undefined): boolean {
  if (port !== undefined && !port.includes(String(question.port))) return false;
  return from === undefined || client === undefined || anyOf(from, () => namesOf(peerOfProxy(client)));
}

/** Whether any filter but those of `mayPass` is there. */
export function hasFilter({ namespace, workload, from, to, outcome, cause }: EdgeFilterFlags): boolean {
  return [namespace, workload, from, to, outcome, cause].some((words) => words !== undefined);
}

/** Does the edge pass every filter? */
export function passes(flags: EdgeFilterFlags, { from, to, endpoints, outcome }: EdgeRecord): boolean {
  const servers = endpoints.flatMap(({ server }) => server ?? []);
  const ends = [from, ...servers];
  return (
    anyOf(flags.namespace, () => ends.map(({ namespace }) => namespace)) &&
    anyOf(flags.workload, () => ends.flatMap(namesOf)) &&
    anyOf(flags.from, () => namesOf(from)) &&
    anyOf(flags.to, () => [to, ...hostNames(to), ...servers.flatMap(namesOf)]) &&
    anyOf(flags.outcome, () => [outcome, ...endpoints.map((each) => each.outcome)]) &&
    anyOf(flags.cause, () => endpoints.flatMap((endpoint) => endpoint.causes.map(({ code }) => code)))
  );
}

/** Words that are no outcome, cause or port are a slip worth telling. Throws a `UsageError`. */
export function checkFilters({ outcome, port, cause }: EdgeFilterFlags): void {
  const odd = outcome?.find((word) => !Object.hasOwn(outcomeWords, word));
  if (odd !== undefined) {
    throw new UsageError({
      what: `\`${odd}\` is no outcome`,
      where: '--outcome',
      todo: `Outcomes are ${Object.keys(outcomeWords).join(', ')}.`,
    });
  }
  const codes = causes.map(({ code }) => code);
  const unheard = cause?.find((word) => !word.includes('*') && !codes.includes(word));
  if (unheard !== undefined) {
    const near = nearestNames(unheard, codes);
    throw new UsageError({
      what: `there is no cause ${unheard}`,
      where: '--cause',
      todo: near.length === 0 ? 'See them all with `mtlscope cause`.' : `Did you mean ${near.join(' or ')}?`,
    });
  }
  const wrong = port?.find((text) => !/^\d{1,5}$/u.test(text));
  if (wrong !== undefined)
    throw new UsageError({ what: `\`${wrong}\` is no port`, where: '--port', todo: 'Write a number.' });
}

/** Names of `--from` that none of the proxies has. */
export function strangers({ from = [] }: EdgeFilterFlags, proxies: readonly Proxy[]): readonly string[] {
  const names = new Set(proxies.flatMap((proxy) => namesOf(peerOfProxy(proxy))));
  return from.filter((word) => !word.includes('*') && !names.has(word));
}

function namesOf({ name, namespace, workload, proxy }: Peer): string[] {
  const names = [name, workload, ...(proxy === undefined ? [] : [proxy])].filter((each) => each !== '');
  return [...names, ...names.map((each) => `${namespace}/${each}`), ...names.map((each) => `${each}.${namespace}`)];
}

/** The host, and what of it people type: `web`, `web.demo`. */
function hostNames(to: string): string[] {
  const host = to.replace(/:\d+$/u, '');
  const labels = host.split('.');
  return [host, labels.slice(0, 1).join('.'), labels.slice(0, 2).join('.')];
}

/** `*` in a pattern stands for anything. The texts are asked for where there are patterns. */
function anyOf(patterns: readonly string[] | undefined, textsOf: () => readonly string[]): boolean {
  if (patterns === undefined) return true;
  const texts = textsOf();
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|/]/gu, String.raw`\$&`));
    const expression = new RegExp(`^${parts.join('.*')}$`, 'u');
    return texts.some((text) => expression.test(text));
  });
}
