// Runs the tests of pods as sources with the real kubectl before an API server of our own, in place of the stub:
// npm run real-kubectl [-- VERSION]. Needs Go; both programs are built in a temporary folder, from the Go module
// proxy (80 s, 110 MB). Once with websockets, as since kubectl 1.31, and once with SPDY, as before.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of k8s.io/kubectl: 0.34.2 is kubectl 1.34.2. The server needs 0.30 or newer. */
const serverVersion = 'v0.34.2';
const version = process.argv[2] ?? serverVersion;

const sources = fileURLToPath(new URL('../test/live/real-kubectl/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mtlscope-kubectl-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const kubectl = build('kubectl', ['k8s.io/kubectl', 'k8s.io/component-base'], version);
const server = build('server', ['k8s.io/client-go', 'k8s.io/apimachinery'], serverVersion);
console.log(execFileSync(kubectl, ['version', '--client'], { encoding: 'utf8' }).trim());

for (const websockets of ['true', 'false']) {
  console.log(`== ${websockets === 'true' ? 'websockets' : 'SPDY'}`);
  const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', 'test/live/kubectl.test.ts'], {
    stdio: 'inherit',
    env: {
      ...process.env,
      REAL_KUBECTL: kubectl,
      REAL_API_SERVER: server,
      KUBECTL_REMOTE_COMMAND_WEBSOCKETS: websockets,
      KUBECTL_PORT_FORWARD_WEBSOCKETS: websockets,
    },
  });
  if (status !== 0) process.exitCode = 1;
}

/**
 * Builds the program in the folder of that name; answers its path.
 * @param {string} name
 * @param {readonly string[]} modules
 * @param {string} wanted
 */
function build(name, modules, wanted) {
  const module = join(folder, name);
  cpSync(join(sources, name), module, { recursive: true });
  const requires = modules.map((each) => `\t${each} ${wanted}\n`).join('');
  writeFileSync(join(module, 'go.mod'), `module ${name}\n\ngo 1.24.0\n\nrequire (\n${requires})\n`);
  const stamp = `-s -w -X k8s.io/component-base/version.gitVersion=${wanted.replace('v0.', 'v1.')}`;
  execFileSync('go', ['mod', 'tidy'], { cwd: module, stdio: 'pipe' });
  execFileSync('go', ['build', '-ldflags', stamp, '-o', `${name}-bin`, '.'], { cwd: module, stdio: 'inherit' });
  return join(module, `${name}-bin`);
}
