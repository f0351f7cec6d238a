import type { Place } from '../evidence.ts';
import { objectAt, objectsAt, textAt } from './fields.ts';
import type { Manifest } from './resource.ts';

/** A webhook that kube-apiserver calls at a service of the cluster (admissionregistration.k8s.io). */
export interface Webhook {
  readonly kind: string;
  /** Cluster-wide: empty. */
  readonly namespace: '';
  /** The configuration's and the webhook's own, `CONFIGURATION/WEBHOOK`. */
  readonly name: string;
  readonly service: { readonly name: string; readonly namespace: string; readonly port: number };
  readonly place: Place;
  /** Where the service is named. */
  readonly path: string;
}

/** The webhooks of a configuration that are called at services; those with a URL are not kept. */
export function readWebhooks({ kind, value, place }: Manifest): readonly Webhook[] {
  const name = textAt(objectAt(value, 'metadata'), 'name') ?? '';
  return objectsAt(value, 'webhooks').flatMap((webhook) => {
    const service = objectAt(objectAt(webhook.value, 'clientConfig'), 'service');
    if (service === undefined) return [];
    return {
      kind,
      namespace: '',
      name: `${name}/${textAt(webhook.value, 'name') ?? webhook.index}`,
      service: {
        name: textAt(service, 'name') ?? '',
        namespace: textAt(service, 'namespace') ?? '',
        port: Number(textAt(service, 'port') ?? '443'),
      },
      place,
      path: `/webhooks/${webhook.index}/clientConfig/service`,
    };
  });
}
