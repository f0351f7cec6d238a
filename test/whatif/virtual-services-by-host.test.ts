import { describe, expect, it } from 'vitest';
import { VirtualServicesByHost } from '../../src/whatif/virtual-services-by-host.ts';
import { policiesOf } from '../policy/from-yaml.ts';

const service = 'cart.shop.svc.cluster.local';

/** Names of those that route to the service, of VirtualServices with these hosts in this order. */
function routing(all: Readonly<Record<string, string>>): readonly string[] {
  const yaml = Object.entries(all).map(
    ([name, hosts]) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec: {hosts: [${hosts}], http: []}
`,
  );
  const { virtualServices } = policiesOf(yaml.join(''));
  return new VirtualServicesByHost(virtualServices).routingTo(service).map(({ name }) => name);
}

describe('the VirtualServices that give a service its routes', () => {
  it('are all that name it, however it is written, in their order', () => {
    expect(
      routing({ second: 'Cart.shop.svc.cluster.local', other: 'till.shop.svc.cluster.local', first: service }),
    ).toEqual(['second', 'first']);
  });

  it('are that of the most specific wildcard where none names it', () => {
    expect(routing({ all: '"*"', shop: '"*.shop.svc.cluster.local"', local: '"*.local"' })).toEqual(['shop']);
  });

  it('are the first of those with the same wildcard', () => {
    expect(routing({ one: '"*.local"', two: '"*.local"' })).toEqual(['one']);
  });

  it('are none of a wildcard where another names it', () => {
    expect(routing({ wild: '"*.local"', named: service })).toEqual(['named']);
  });
});
