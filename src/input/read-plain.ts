import { collectChunks } from './bytes/chunks.ts';
import type { Chunks } from './bytes/chunks.ts';
import { Collector } from './collect.ts';
import { describeUnknown } from './describe-unknown.ts';
import type { Plain } from './expand.ts';
import type { Gathered } from './gathered.ts';
import type { Plan } from './json/plan.ts';
import type { Limits } from './limits.ts';
import type { ReadSettings } from './read-settings.ts';
import { mayBeYaml, printedForPeople } from './text/printed-for-people.ts';
import { positionAt } from './text/position.ts';
import { readJson } from './text/read-json.ts';
import { Unusable } from './unusable.ts';

/** What one source held; `cut` when it breaks off, and why. */
export interface ReadPlain {
  readonly dumps: readonly Gathered[];
  readonly cut?: Unusable;
}

/**
 * Reads bytes that are no archive. `again` opens the same bytes once more, to find the line of an error.
 * Throws `Unusable` when there is nothing in them to use.
 */
export async function readPlain(
  plain: Plain,
  source: string,
  { limits, plan, recall, taker, shelved }: ReadSettings,
  again: () => Chunks,
): Promise<ReadPlain> {
  const large = plain.appearance === 'json' ? shelved : undefined;
  const collector = new Collector(source, recall, taker, large?.newShelf);
  const cut = await read(plain, collector, limits, large?.plan ?? plan, again);
  const { dumps, unknown } = collector.result();
  if (cut === undefined) {
    if (dumps.length === 0) throw new Unusable('not-a-dump', ...describeUnknown(unknown));
    return { dumps };
  }
  if (dumps.every(({ isEmpty }) => isEmpty)) throw cut;
  return { dumps, cut };
}

async function read(
  { appearance, head, chunks }: Plain,
  collector: Collector,
  limits: Limits,
  plan: Plan,
  again: () => Chunks,
): Promise<Unusable | undefined> {
  switch (appearance) {
    case 'json':
      return readJsonText(chunks, plan, collector, again);
    case 'text': {
      const start = Buffer.from(head)
        .toString('utf8')
        .replace(/^\uFEFF?(?:\s|\d{3}\r?\n)*/, '');
      const printed = printedForPeople(start);
      if (printed !== undefined) throw new Unusable('not-a-dump', printed.saw, printed.todo);
      if (!mayBeYaml(start)) throw new Unusable('not-a-dump', 'text that holds no JSON or YAML object', fetchADump);
      const text = await collectChunks(chunks, limits.yamlBytes, () => tooMuchYaml(limits));
      const { readYaml } = await import('./text/read-yaml.ts');
      readYaml(text.toString('utf8').replace(/^\uFEFF?(?:\d{3}\r?\n)?/, ''), plan, collector);
      return undefined;
    }
    case 'empty':
      throw new Unusable('unreadable', 'it is empty', 'fetch it again; the command that wrote it may have failed');
    case 'html':
      throw new Unusable(
        'not-a-dump',
        'a web page (HTML)',
        "something other than Envoy's admin endpoint (port 15000) answered; check the address and fetch it again",
      );
    case 'binary':
      throw new Unusable('not-a-dump', 'binary data', fetchADump);
    case 'gzip':
    case 'zip':
    case 'tar':
    case 'utf-16':
      throw new Error(`${appearance} is taken off before content is read`);
  }
}

const fetchADump = "name a config dump: istioctl pc all POD -o json, or Envoy's /config_dump?include_eds";

async function readJsonText(
  chunks: Chunks,
  plan: Plan,
  collector: Collector,
  again: () => Chunks,
): Promise<Unusable | undefined> {
  let interruption;
  try {
    interruption = await readJson(chunks, plan, collector);
  } catch (error) {
    if (error instanceof Unusable) return error;
    throw error;
  }
  if (interruption === undefined) return undefined;
  const at = await positionAt(again(), interruption.offset);
  switch (interruption.kind) {
    case 'cut':
      return new Unusable('unreadable', 'JSON that ends too early', 'fetch it again', { at });
    case 'limit':
      return new Unusable('too-large', interruption.saw, 'no proxy writes that: check what it is', { at });
    case 'syntax':
      return new Unusable('unreadable', `JSON that is not valid: ${interruption.saw}`, 'fetch it again', { at });
  }
}

function tooMuchYaml({ yamlBytes }: Limits): Unusable {
  const much = `more than ${Math.floor(yamlBytes / 2 ** 20)} MiB of YAML`;
  return new Unusable('too-large', much, 'fetch it with -o json, which is read at any size');
}
