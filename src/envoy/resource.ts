/** What every xDS resource carries besides its content. */
import type { RawResource } from '../input/model.ts';
import { withoutSecrets } from '../secrets/find-secrets.ts';
import type { Resource } from './model.ts';
import { present } from './present.ts';

/** Place, state, time and version of a resource under the name that its message gives it. */
export function resource(raw: RawResource, name: string): Resource {
  return present({
    name,
    place: raw.place,
    state: raw.state,
    // Envoy quotes what it refuses, and may quote a key.
    rejection: raw.rejection === undefined ? undefined : withoutSecrets(raw.rejection),
    lastUpdated: raw.lastUpdated,
    versionInfo: raw.versionInfo,
  });
}
