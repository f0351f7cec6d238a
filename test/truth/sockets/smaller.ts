/** Smaller variants of a case, for delta debugging. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { SocketCase } from './case.ts';

export function* smaller(given: SocketCase): Generator<SocketCase> {
  const { name: _, aim: __, ...from } = given;
  for (let at = 0; at < from.matches.length; at += 1) yield { ...from, matches: from.matches.toSpliced(at, 1) };
  const { endpoint, locality, ...bare } = from;
  if (endpoint !== undefined) yield { ...bare, ...(locality === undefined ? {} : { locality }) };
  if (locality !== undefined) yield { ...bare, ...(endpoint === undefined ? {} : { endpoint }) };
  for (const [at, { match, ...rest }] of from.matches.entries()) {
    for (const less of withoutEach(match)) yield { ...from, matches: from.matches.with(at, { ...rest, match: less }) };
  }
  for (const less of withoutEach(endpoint)) yield { ...from, endpoint: less };
  for (const less of withoutEach(locality)) yield { ...from, locality: less };
}

function withoutEach(object: JsonObject | undefined): JsonObject[] {
  const entries = Object.entries(object ?? {});
  return entries.map((_, at) => Object.fromEntries(entries.toSpliced(at, 1)));
}
