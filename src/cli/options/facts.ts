import { Option, type Command } from 'commander';
import { several } from './several.ts';
import { UsageError } from '../../errors.ts';
import { parts, type FactFilter, type Part } from '../../inspection/fact-records.ts';

/** The options of `inspect` that narrow down what is shown, as istioctl spells them. */
export interface FactFlags {
  readonly show?: readonly string[];
  readonly proxy?: string;
  readonly port?: string;
  readonly fqdn?: string;
  readonly direction?: 'inbound' | 'outbound';
  readonly subset?: string;
  readonly expiring: string;
}

/** Adds them. */
export function addFactOptions(command: Command): Command {
  const show = several('--show <what>', `only these, separated by commas: ${parts.join(', ')}, or all`);
  return command
    .addOption(show)
    .option('--proxy <name>', 'only this proxy (pod, workload, NAMESPACE/NAME)')
    .option('--fqdn <host>', 'only clusters of this service')
    .option('--port <number>', 'only listeners, clusters and modes of this port')
    .addOption(new Option('--direction <which>', 'only this direction').choices(['inbound', 'outbound']))
    .option('--subset <name>', 'only clusters of this subset')
    .option('--expiring <duration>', 'note certificates that run out within this time', '30d');
}

/** The parts that are asked for. Throws a `UsageError` for a word that is none. */
export function shownParts({ show, fqdn, subset, direction, port }: FactFlags): ReadonlySet<Part> {
  if (show !== undefined) {
    const odd = show.find((word) => word !== 'all' && !parts.some((part) => part === word));
    if (odd !== undefined) {
      throw new UsageError({
        what: `\`${odd}\` is nothing that can be shown`,
        where: '--show',
        todo: `Write one or more of ${parts.join(', ')}, or all.`,
      });
    }
    return new Set(parts.filter((part) => show.includes('all') || show.includes(part)));
  }
  // Who asks for one service or port wants to see what there is of it.
  if (fqdn !== undefined || subset !== undefined) return new Set(['clusters', 'endpoints']);
  if (port !== undefined || direction !== undefined) return new Set(['modes', 'listeners', 'clusters']);
  return new Set(['modes', 'secrets']);
}

/** What the flags let through. Throws a `UsageError` for a port that is none. */
export function factFilter({ port, fqdn, direction, subset }: FactFlags): FactFilter {
  if (port !== undefined && !/^\d{1,5}$/u.test(port)) {
    throw new UsageError({ what: `\`${port}\` is no port`, where: '--port', todo: 'Write a number.' });
  }
  return { port: port === undefined ? undefined : Number(port), fqdn, direction, subset };
}
