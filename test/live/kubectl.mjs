#!/usr/bin/env node
// Answers like kubectl does, for the few calls that are made of it, from the file that STUB_CLUSTER names.
// Every call is written down, one line each, beside that file. Error texts are those of kubectl 1.31.
import { appendFileSync, createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import process from 'node:process';

const file = process.env.STUB_CLUSTER;
const cluster = JSON.parse(readFileSync(file, 'utf8'));
const argv = process.argv.slice(2);
appendFileSync(join(dirname(file), 'calls'), `${JSON.stringify(argv)}\n`);

const { options, words, command } = parse(argv);
const context = cluster.contexts?.[options.context ?? ''];
if (options.context !== undefined && context === undefined) {
  const named = `context was not found for specified context: ${options.context}`;
  fail(
    options.namespace === undefined
      ? `Error in configuration: ${named}`
      : `error: context "${options.context}" does not exist`,
  );
}
const { pods = [], objects, denied = [], down, noise } = { ...cluster, ...context };
if (noise !== undefined) process.stderr.write(`${noise}\n`);
const reasons = {
  refused: 'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
  'unknown host': 'Unable to connect to the server: dial tcp: lookup api.example: no such host',
  unauthorized: 'error: You must be logged in to the server (Unauthorized)',
  'no login program': 'Unable to connect to the server: getting credentials: exec: executable cloud-login not found',
};
if (down !== undefined) fail(reasons[down]);
const namespace = options.namespace ?? cluster.namespace ?? 'default';

const [verb, ...rest] = words;
if (verb === 'get') get(...rest);
else if (verb === 'exec') exec(rest[0]);
else if (verb === 'port-forward') forward(rest[0], rest[1]);
else fail(`error: unknown command "${verb}" for "kubectl"`);

/** kubectl takes its options anywhere before `--`. */
function parse(given) {
  const end = given.indexOf('--');
  const own = end < 0 ? given : given.slice(0, end);
  const long = { n: 'namespace', A: 'all-namespaces', o: 'output', c: 'container', l: 'selector' };
  const switches = ['all-namespaces', 'ignore-not-found'];
  const known = [
    ...Object.values(long),
    'context',
    'kubeconfig',
    'field-selector',
    'address',
    'chunk-size',
    'ignore-not-found',
  ];
  const found = { options: {}, words: [], command: end < 0 ? [] : given.slice(end + 1) };
  for (let at = 0; at < own.length; at += 1) {
    const { dashes, name, value } = /^(?<dashes>--?)(?<name>[^=]+)(?:=(?<value>.*))?$/su.exec(own[at])?.groups ?? {};
    const option = dashes === '-' ? long[name] : name;
    if (dashes === undefined) found.words.push(own[at]);
    else if (!known.includes(option) || (cluster.unknownOptions ?? []).includes(option)) {
      fail(
        `Error: unknown flag: ${dashes}${name}\nSee 'kubectl ${own.find((word) => !word.startsWith('-'))} --help' for usage.`,
      );
    } else if (switches.includes(option)) found.options[option] = true;
    else found.options[option] = value ?? own[(at += 1)];
  }
  return found;
}

function get(resource, name) {
  if (/\./u.test(resource) || ['services,namespaces', 'namespaces', 'configmap'].includes(resource))
    return objectsOf(resource, name);
  const plural = resource.endsWith('s') ? resource : `${resource}s`;
  const group = ['deployments', 'statefulsets'].includes(plural) ? '.apps' : '';
  const everywhere = options['all-namespaces'] === true;
  const action = name === undefined ? 'list' : 'get';
  const where = everywhere ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  if (denied.includes(`${action} ${plural}`) || (everywhere && denied.includes('list everywhere'))) {
    const what = name === undefined ? `${plural}${group}` : `${plural}${group} "${name}"`;
    fail(
      `Error from server (Forbidden): ${what} is forbidden: User "dev" cannot ${action} resource "${plural}" in API group "${group.slice(1)}" ${where}`,
    );
  }
  const here = objects[plural].filter(({ metadata }) => everywhere || metadata.namespace === namespace);
  if (name !== undefined) {
    const object = here.find(({ metadata }) => metadata.name === name);
    if (object === undefined) fail(`Error from server (NotFound): ${plural}${group} "${name}" not found`);
    print(object);
    return;
  }
  const wanted = (options.selector ?? '')
    .split(',')
    .filter(Boolean)
    .map((each) => each.split('='));
  const field = options['field-selector']?.split('=');
  const items = here.filter(
    ({ metadata, status }) =>
      wanted.every(([key, value]) => metadata.labels?.[key] === value) &&
      (field?.[0] !== 'status.podIP' || status.podIP === field[1]),
  );
  print({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } });
}

/** Objects of these kinds, given by their full names: all kinds must be known to the cluster. */
function objectsOf(resources, name) {
  const { resources: held = [], kinds } = cluster;
  const everywhere = options['all-namespaces'] === true;
  const named = resources.split(',').map((each) => each.split('.'));
  const unknown = named.find(([plural]) => kinds !== undefined && !kinds.includes(plural));
  if (unknown !== undefined) fail(`error: the server doesn't have a resource type "${unknown[0]}"`);
  const refused = named.find(([plural]) => denied.includes(`list ${plural}`));
  if (refused !== undefined || (everywhere && denied.includes('list everywhere'))) {
    const [plural, ...group] = refused ?? named[0];
    fail(
      `Error from server (Forbidden): ${plural}.${group.join('.')} is forbidden: User "dev" cannot list resource "${plural}" in API group "${group.join('.')}" at the cluster scope`,
    );
  }
  const items = held.filter(({ kind, metadata }) => {
    const plural = `${kind.toLowerCase()}s`.replace(/ys$/u, 'ies');
    const wanted = named.some(([each]) => each === plural || `${each}s` === plural);
    return wanted && (everywhere || metadata.namespace === namespace) && (name === undefined || metadata.name === name);
  });
  if (name === undefined) return print({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } });
  if (items.length === 0 && options['ignore-not-found'] === true) return undefined;
  if (items.length === 0) fail(`Error from server (NotFound): ${resources}s "${name}" not found`);
  return print(items[0]);
}

function podNamed(word) {
  const name = word.replace(/^pods?\//u, '');
  const pod = pods.find((each) => each.name === name && each.namespace === namespace);
  if (pod === undefined) fail(`Error from server (NotFound): pods "${name}" not found`);
  return pod;
}

function exec(word) {
  const pod = podNamed(word);
  if (denied.includes('exec')) {
    fail(
      `Error from server (Forbidden): pods "${pod.name}" is forbidden: User "dev" cannot create resource "pods/exec" in API group "" in the namespace "${namespace}"`,
    );
  }
  const { container = 'istio-proxy', programs = ['pilot-agent'], ready = true, dump, cutAt } = pod;
  if (options.container !== container)
    fail(`Error from server (BadRequest): container ${options.container} is not valid for pod ${pod.name}`);
  if (!ready)
    fail(`error: Internal error occurred: unable to upgrade connection: container not found ("${container}")`);
  if (!programs.includes(command[0])) {
    fail(
      `error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "d5": OCI runtime exec failed: exec failed: unable to start container process: exec: "${command[0]}": executable file not found in $PATH: unknown`,
    );
  }
  if (pod.hangs === true) {
    appendFileSync(join(dirname(file), 'hanging'), `${process.pid}\n`);
    setInterval(() => undefined, 60_000);
    return;
  }
  if (pod.deaf === true) {
    process.stderr.write(
      'Error: failed to execute command on Envoy: Get "http://localhost:15000/config_dump?include_eds": dial tcp [::1]:15000: connect: connection refused\n',
    );
    fail('command terminated with exit code 1');
  }
  if (cutAt !== undefined) {
    process.stdout.write(readFileSync(dump).subarray(0, cutAt), () => fail('error: unexpected EOF'));
    return;
  }
  createReadStream(dump).pipe(process.stdout);
}

function forward(word, ports) {
  const pod = podNamed(word);
  if (denied.includes('port-forward')) {
    fail(
      `Error from server (Forbidden): pods "${pod.name}" is forbidden: User "dev" cannot create resource "pods/portforward" in API group "" in the namespace "${namespace}"`,
    );
  }
  if (pod.ready === false) fail('error: unable to forward port because pod is not running. Current status=Pending');
  const server = createServer((request, response) => {
    if (pod.deaf === true) return void request.socket.destroy();
    process.stdout.write(`Handling connection for ${server.address().port}\n`);
    if (request.url.startsWith('/config_dump')) createReadStream(pod.dump).pipe(response);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`Forwarding from 127.0.0.1:${server.address().port} -> ${ports.split(':')[1]}\n`);
  });
}

function print(object) {
  process.stdout.write(`${JSON.stringify(object, undefined, 4)}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
