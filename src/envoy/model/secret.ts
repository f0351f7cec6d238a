/** What SDS delivered. */
import type { Resource } from './resource.ts';
import type { TlsCertificate, ValidationContext } from './tls.ts';

/** One secret as SDS delivered it. Private keys are never kept. */
export interface Secret extends Resource {
  readonly certificate?: TlsCertificate;
  readonly validation?: ValidationContext;
  /** Named but not delivered (`version_info: "uninitialized"`, warming without content). */
  readonly delivered: boolean;
}
