import { describe, expect, it } from 'vitest';
import { field, has, messages, milliseconds, number, text, texts } from '../../../src/envoy/read/fields.ts';
import type { JsonObject } from '../../../src/input/model.ts';

describe('reading fields of a message', () => {
  it('finds a field in snake_case and in camelCase', () => {
    expect(text({ server_listener_name: 'a' }, 'server_listener_name')).toBe('a');
    expect(text({ serverListenerName: 'a' }, 'server_listener_name')).toBe('a');
  });

  it('reads null as absent, as proto3 JSON does', () => {
    expect(has({ tls_context: null }, 'tls_context')).toBe(false);
  });

  it('reads a value of the wrong type as absent', () => {
    const wrong: JsonObject = { name: 3, ports: 'many', domains: { a: 1 } };
    expect([text(wrong, 'name'), number(wrong, 'ports'), texts(wrong, 'domains')]).toEqual([undefined, undefined, []]);
  });

  it('does not see what objects inherit', () => {
    expect(field({}, 'constructor')).toBeUndefined();
    expect(field(JSON.parse('{"__proto__": {"name": "x"}}') as JsonObject, 'name')).toBeUndefined();
  });

  it('reads 64-bit integers, which come as strings', () => {
    expect(number({ max_attempts: '5' }, 'max_attempts')).toBe(5);
  });

  it.each([
    ['5s', 5000],
    ['0s', 0],
    ['0.250s', 250],
    ['soon', undefined],
  ])('reads the duration %s', (written, expected) => {
    expect(milliseconds({ connect_timeout: written }, 'connect_timeout')).toBe(expected);
  });

  it('keeps the indexes of a list in which something is no message', () => {
    expect(messages({ filters: [1, { name: 'b' }] }, 'filters')).toEqual([{}, { name: 'b' }]);
  });
});
