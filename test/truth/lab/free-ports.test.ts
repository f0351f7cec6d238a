import { expect, it } from 'vitest';
import { withFreePorts } from './free-ports.ts';

it('begins again with other ports when one was taken in the meantime', async () => {
  const seen: number[] = [];
  const port = await withFreePorts(1, ([first = 0]) => {
    seen.push(first);
    if (seen.length === 1) return Promise.reject(new Error(`cannot bind '127.0.0.1:${first}': Address already in use`));
    return Promise.resolve(first);
  });
  expect(seen).toHaveLength(2);
  expect(port).toBe(seen[1]);
});

it('gives up when it goes on like this', async () => {
  let tries = 0;
  const taken = withFreePorts(1, () => {
    tries += 1;
    return Promise.reject(new Error('listen EADDRINUSE'));
  });
  await expect(taken).rejects.toThrow('EADDRINUSE');
  expect(tries).toBe(5);
});

it('leaves other failures alone', async () => {
  let tries = 0;
  const failing = withFreePorts(1, () => {
    tries += 1;
    return Promise.reject(new Error('something else'));
  });
  await expect(failing).rejects.toThrow('something else');
  expect(tries).toBe(1);
});

it('never gives one port twice', async () => {
  const ports = await withFreePorts(20, (given) => Promise.resolve(given));
  expect(new Set(ports).size).toBe(20);
});
