// The manual page, from the same commander tree that prints --help. `node tools/make-man.mjs` writes it to man/.
import { Command } from 'commander';
import { PassThrough } from 'node:stream';
import type { Context } from '../src/cli/command.ts';
import { commands } from '../src/cli/commands.ts';
import { version } from '../src/version.ts';

const name = 'mtlscope';

/** The page as roff (man macros). It says no date: the same tree gives the same bytes. */
export async function manPage(): Promise<string> {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  const sections: string[] = [];
  for (const entry of shown) {
    const command = new Command(entry.name).description(entry.summary).aliases([...(entry.aliases ?? [])]);
    (await entry.load()).define(command, context());
    sections.push(...commandSection(command));
  }
  const lines = [
    `.TH MTLSCOPE 1 "" "${name} ${version}" "User Commands"`,
    '.SH NAME',
    `${name} \\- explains, from what Envoy says, whether the edges of a mesh are mutual TLS`,
    '.SH SYNOPSIS',
    `.B ${name}`,
    '.I COMMAND',
    '.RI [ ARGUMENTS ]',
    '.br',
    `.B kubectl ${name}`,
    '.I COMMAND',
    '.RI [ ARGUMENTS ]',
    ...description,
    '.SH COMMANDS',
    ...sections,
    ...closing,
  ];
  return `${lines.join('\n')}\n`;
}

const description = [
  '.SH DESCRIPTION',
  text(
    'Reads Envoy config dumps and says, for an edge of an Istio mesh, whether it is mutual TLS, why not, and what to change, each with the place in the dump that proves it. Where the dumps do not say, the answer is undecided, with what is missing.',
  ),
  '.SH SOURCES',
  text('Every command reads any number of these, and stdin where none is named and something is piped in:'),
  ...item(
    'FILE, FOLDER, ARCHIVE',
    'config dumps in the shapes that Envoy and istioctl print, JSON or YAML, compressed or in tar or zip',
  ),
  ...item('http://HOST:PORT, unix:/PATH', "the admin endpoint of an Envoy that runs (15000 is Istio's port)"),
  ...item(
    'pod/NAME, deploy/NAME, svc/NAME',
    'with .NAMESPACE and @CONTEXT where wanted: through your own kubectl, which is asked to get, exec and port-forward only',
  ),
  ...item('NAME=SOURCE', 'any of them, as the proxy NAME'),
];

const closing = [
  '.SH EXIT STATUS',
  ...item('0', 'nothing is wrong'),
  ...item('1', 'something was found, or a watch was given up'),
  ...item('2', 'a word that was not understood, or a source that could not be read, or not wholly'),
  ...item('3', 'an error of the program'),
  '.SH ENVIRONMENT',
  ...item(
    'MTLSCOPE_LARGE',
    'from how many MiB on a dump is large, so that edges, graph, check, explain and report keep what it says in temporary files; 64 where it is unset',
  ),
  ...item(
    'MTLSCOPE_WORKERS',
    'how many threads read, for inspect -o json and facts; 0 for one alone. Unset, there are as many as processors where there is much to read',
  ),
  ...item('NO_COLOR', 'no colour, whatever it is set to'),
  '.SH SEE ALSO',
  '.BR kubectl (1)',
];

function commandSection(command: Command): string[] {
  const [usage = '', examples = ''] = helpOf(command).split('\nExamples:\n');
  const words = /^Usage: (.*)$/mu.exec(usage)?.[1]?.replace(/^(\S+?)\|\S+/u, '$1') ?? command.name();
  return [
    `.SS ${name} ${text(words)}`,
    text(
      `${sentence(command.description())}${command.aliases().length === 0 ? '' : ` Also called ${command.aliases().join(', ')}.`}`,
    ),
    ...command.registeredArguments.flatMap((argument) =>
      argument.description === '' ? [] : item(argument.name().toUpperCase(), argument.description),
    ),
    ...command.options.flatMap((option) => {
      if (option.hidden) return [];
      const choices = option.argChoices === undefined ? '' : ` (${option.argChoices.join(', ')})`;
      return item(option.flags, `${option.description}${choices}`);
    }),
    ...(examples === '' ? [] : ['.PP', 'Examples:', '.PP', '.nf', ...examples.trimEnd().split('\n').map(text), '.fi']),
  ];
}

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (written) => void (help += written), getOutHelpWidth: () => 1000 });
  command.outputHelp();
  return help;
}

function item(term: string, says: string): string[] {
  return ['.TP', `.B ${text(term)}`, text(says)];
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

/** Text that roff prints as it stands: no command, no escape, and hyphens that can be pasted into a shell. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replace(/^(?=[.'])/u, String.raw`\&`);
}

function context(): Context {
  const stream = Object.assign(new PassThrough(), { isTTY: false, columns: 80 });
  const streams = { stdin: stream, stdout: stream, stderr: stream, env: {} };
  return { streams, name, now: () => new Date(0), finish: () => undefined };
}
