/** A dump as large as one likes: a recorded one, with as many more clusters as it takes. */
import type { JsonObject } from '../../src/input/model.ts';

const clustersBegin = /"dynamic_active_clusters": ?\[/u;
const piece = 2 ** 20;

/** At least `bytes` long. What fills it is the cluster `name` again and again, under names of its own. */
export function* largeDump(recorded: string, name: string, bytes: number): Generator<string> {
  const at = clustersBegin.exec(recorded);
  if (at === null) throw new Error('the recorded dump has no clusters');
  const start = at.index + at[0].length;
  yield recorded.slice(0, start);
  const cluster = `${clusterIn(recorded, name)},\n`;
  const parts = cluster.repeat(Math.ceil(piece / cluster.length)).split(name);
  let count = 0;
  for (let size = recorded.length; size < bytes;) {
    const more = parts.map((part, index) => (index === 0 ? part : `filler-${(count += 1)}${part}`)).join('');
    size += more.length;
    yield more;
  }
  yield recorded.slice(start);
}

/** Its entry in the section, as Envoy prints it. */
function clusterIn(recorded: string, name: string): string {
  const { configs } = JSON.parse(recorded) as { configs: JsonObject[] };
  const entries = configs.flatMap((section) => (section['dynamic_active_clusters'] ?? []) as JsonObject[]);
  const found = entries.find(({ cluster }) => (cluster as JsonObject)['name'] === name);
  if (found === undefined) throw new Error(`no cluster is called ${name}`);
  return JSON.stringify(found, null, 1);
}
