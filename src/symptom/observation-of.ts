/** A sighting as causes look at it. */
import type { Observation } from '../cause/context/observation.ts';
import type { Sighting } from './sighting.ts';

/** What was seen of one connection, for `causesOf`. */
export function observationOf(sighting: Sighting): Observation {
  const { status, flags, curlExit, text, details, userAgent } = sighting;
  return {
    ...(status !== undefined && { status }),
    flags,
    ...(curlExit !== undefined && { curlExit }),
    text: `${text} ${details ?? ''} ${userAgent ?? ''}`.toLowerCase(),
  };
}
