import type { Format } from '../format.ts';
import type { JsonValue } from '../model.ts';
import { field, isObject, keyOf } from '../spelling.ts';

/** `/certs`: `envoy.admin.v3.Certificates`, what is loaded and until when it is valid. */
export const certs: Format = {
  name: '/certs',
  recognise({ tokens, value }) {
    if (tokens.length > 0 || !isObject(value)) return undefined;
    const certificates = field(value, 'certificates');
    if (!isList(certificates) || !certificates.every(isCertificate)) return undefined;
    // A proxy that has loaded none answers an empty list; ztunnel's document has other members beside it.
    if (Object.keys(value).length > 1) return undefined;
    const key = keyOf(value, 'certificates');
    return {
      resources: certificates.flatMap((certificate, index) =>
        isObject(certificate)
          ? [{ kind: 'certificate' as const, state: 'active' as const, value: certificate, at: [key, String(index)] }]
          : [],
      ),
    };
  },
};

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isCertificate(value: JsonValue): boolean {
  return isObject(value) && ['ca_cert', 'cert_chain'].some((name) => field(value, name) !== undefined);
}
