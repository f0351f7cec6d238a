import type { CauseRecord, EndpointRecord } from '../../inspection/edge-record.ts';

/** The cause that explains the outcome; one that is only worth knowing explains nothing. */
export function primaryCause({ causes }: EndpointRecord): CauseRecord | undefined {
  return causes.find(({ effect }) => effect !== 'notice');
}
