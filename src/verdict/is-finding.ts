import type { EndpointVerdict } from './model.ts';

/**
 * Is this edge something to be told of (exit code 1)? One that fails, that cannot be decided, or that is weaker
 * than the server demands. Plaintext that both sides accept is none.
 */
export function isFinding(verdict: { readonly endpoints: readonly Judged[] }): boolean {
  return verdict.endpoints.length === 0 || verdict.endpoints.some(isEndpointFinding);
}

type Judged = Pick<EndpointVerdict, 'outcome' | 'acceptance'> & {
  readonly findings: readonly { readonly code: string }[];
};

function isEndpointFinding({ outcome, acceptance, findings }: Judged): boolean {
  switch (outcome) {
    case 'fails':
    case 'undecided':
      return true;
    case 'mtls':
    case 'app-tls':
      return false;
    case 'tls':
    case 'plaintext':
      // The connection stands, but the server's rules ask for an identity that it does not have.
      return (
        findings.some(({ code }) => code === 'rbac-denies') ||
        (acceptance?.kind === 'chain' && acceptance.demandsClientCertificate === 'required')
      );
  }
}
