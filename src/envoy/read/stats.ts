/** `/stats?format=json` (`source/server/admin/stats_render.cc`): a list of `{name, value}`, zeros included or not. */
import { evidence } from '../../evidence.ts';
import type { RawResource } from '../../input/model.ts';
import { messages, number, text } from './fields.ts';
import type { Counter } from '../model.ts';

/** The counters above zero. */
export function readStats({ value, place }: RawResource): readonly Counter[] {
  return messages(value, 'stats').flatMap((entry, index) => {
    const [name, count] = [text(entry, 'name'), number(entry, 'value') ?? 0];
    return name === undefined || count <= 0
      ? []
      : [{ name, count, evidence: evidence(place, `/stats/${index}/value`) }];
  });
}
