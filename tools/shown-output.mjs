/**
 * Blocks of a Markdown page that show a command line of mtlscope and what it printed: indented by four spaces, or
 * fenced as `console`. The first line is `$ mtlscope …`, the rest is its standard output without trailing newlines.
 */
const indented = /^ {4}\$ mtlscope .*\n(?:(?: {4}.*)?\n)*?(?=\n?\S|(?![\s\S]))/gmu;
const fenced = /^```console\n\$ mtlscope [\s\S]*?^```$/gmu;

/**
 * @typedef {object} ShownOutput
 * @property {readonly string[]} argv as a shell would split the command line; `'…'` keeps a word together
 * @property {string} printed
 */

/**
 * Everything that a page shows, in order.
 * @param {string} markdown
 * @returns {ShownOutput[]}
 */
export function shownOutputs(markdown) {
  return [...markdown.matchAll(indented), ...markdown.matchAll(fenced)]
    .toSorted((a, b) => a.index - b.index)
    .map(([block]) => {
      const [command = '', ...printed] = linesOf(block);
      return { argv: argvOf(command), printed: printed.join('\n').trimEnd() };
    });
}

/**
 * The page with what is really printed.
 * @param {string} markdown
 * @param {(argv: readonly string[]) => string} run
 * @returns {string}
 */
export function withFreshOutput(markdown, run) {
  const fresh = (/** @type {string} */ block) => {
    const [command = ''] = linesOf(block);
    return [command, ...run(argvOf(command)).trimEnd().split('\n')];
  };
  return markdown
    .replace(indented, (block) => `${fresh(block).map(indent).join('\n')}\n`)
    .replace(fenced, (block) => ['```console', ...fresh(block), '```'].join('\n'));
}

/** @param {string} block */
function linesOf(block) {
  const lines = block.split('\n');
  return block.startsWith('```') ? lines.slice(1, -1) : lines.map((line) => line.slice(4));
}

/** @param {string} line */
function indent(line) {
  return line === '' ? '' : `    ${line}`;
}

/** @param {string} command */
function argvOf(command) {
  const words = command.replace(/^\$ mtlscope /u, '').match(/'[^']*'|[^\s']+/gu) ?? [];
  return words.map((word) => word.replaceAll("'", ''));
}
