import { existsSync, readdirSync, statSync } from 'node:fs';

/**
 * Whether a file was made after its sources (files, or folders of them) changed last.
 * @param {URL} made
 * @param {readonly URL[]} sources
 */
export function isFresh(made, sources) {
  if (!existsSync(made)) return false;
  const then = statSync(made).mtimeMs;
  return sources.flatMap(filesIn).every((source) => statSync(source).mtimeMs <= then);
}

/** @param {URL} source @returns {URL[]} */
function filesIn(source) {
  if (!statSync(source).isDirectory()) return [source];
  const folder = source.href.endsWith('/') ? source : new URL(`${source.href}/`);
  return readdirSync(folder).map((name) => new URL(name, folder));
}
