/** What kubectl says on stderr, as one sentence. The texts are those of kubectl and of the API server (`k8s.io/kubectl`, `k8s.io/apimachinery/pkg/api/errors`). */
import { Unusable } from '../unusable.ts';

/** A cluster's error text is shown up to here. */
const longest = 400;

/** The program that was to be run is not in the container's image. */
export class NoSuchProgram extends Unusable {}

/** The user has no right to do this there. */
export class Forbidden extends Unusable {}

/** kubectl said nothing for so long (in ms) that it was ended. */
export function silence(patience: number): Unusable {
  return new Unusable(
    'unreadable',
    `a cluster that does not answer: kubectl said nothing for ${patience / 1000} s`,
    'check kubectl config current-context, and whether kubectl get pods by hand gets an answer',
  );
}

/** The sentence for `errors`; `code` is kubectl's exit code, undefined where it could not be started. */
export function complaint(errors: string, code: number | undefined): Unusable {
  if (code === undefined) {
    return new Unusable(
      'unreadable',
      'a pod, but there is no kubectl on the PATH',
      'install kubectl, or name dumps instead of pods',
    );
  }
  const lines = withoutLog(errors.trim().split('\n'));
  for (const { pattern, saw, todo, as = Unusable } of complaints) {
    const said = lines.find((line) => pattern.test(line));
    if (said !== undefined) return new as('unreadable', `${saw} (${said.slice(0, longest)})`, todo);
  }
  const said = lines.at(-1)?.slice(0, longest) ?? '';
  return new Unusable(
    'unreadable',
    `kubectl gave up (exit ${code})${said === '' ? '' : `: ${said}`}`,
    'run the same kubectl command by hand to see why',
  );
}

/** What kubectl's libraries log (`E1122 23:49:01.7 10303 memcache.go:265] …`) comes before what it says itself. */
function withoutLog(lines: readonly string[]): readonly string[] {
  const said = lines.filter((line) => !/^[EFIW]\d{4} \d\d:\d\d:\d\d/u.test(line));
  return said.length > 0 ? said : lines;
}

interface Complaint {
  readonly pattern: RegExp;
  readonly saw: string;
  readonly todo: string;
  readonly as?: typeof Unusable;
}

/** In this order: what says why a login failed may say `not found` as well. */
const complaints: readonly Complaint[] = [
  {
    pattern: /Unauthorized|must be logged in|getting credentials/u,
    saw: 'a cluster that does not know who you are',
    todo: 'log in again, as kubectl get pods by hand will ask you to',
  },
  {
    pattern: /\(Forbidden\)|is forbidden:/u,
    saw: 'a cluster that does not allow this',
    todo: 'ask for the right to get and list pods and to create pods/exec (or pods/portforward) there, or ask somebody who has it for the dump',
    as: Forbidden,
  },
  {
    pattern: /executable file not found|no such file or directory|exit code 12[67]\b/u,
    saw: 'a container without the program that asks the proxy',
    todo: 'nothing to do: other ways are tried',
    as: NoSuchProgram,
  },
  {
    pattern: /container not found|pod is not running|is not valid for pod|ContainerCreating/u,
    saw: 'a container that does not run',
    todo: 'see kubectl describe pod',
  },
  {
    pattern: /\(NotFound\)/u,
    saw: 'nothing of that name in the cluster',
    todo: 'check the name, the namespace (-n) and the context (--context)',
  },
  {
    pattern: /execute command on Envoy|:15000\b|^(?:curl|wget): /u,
    saw: 'a proxy that does not answer',
    todo: 'see what it logs: kubectl logs POD -c istio-proxy',
  },
  {
    pattern:
      /Unable to connect|connection refused|connection to the server|no such host|context .* does not exist|context was not found|no configuration|error loading config|i\/o timeout/iu,
    saw: 'a cluster that cannot be reached',
    todo: 'check kubectl config current-context, or name --context and --kubeconfig',
  },
  {
    pattern: /unknown (?:shorthand )?(?:flag|command)/iu,
    saw: 'a kubectl that is too old for this',
    todo: 'use kubectl 1.20 or newer',
  },
];
