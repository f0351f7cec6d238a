import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { brief } from '../content/brief.ts';
import { edgeId } from '../content/edge-id.ts';
import { primaryCause } from '../content/primary-cause.ts';
import { peerName } from '../edge-table.ts';
import { countOutcomes, outcomeWords, worstFirst } from '../outcome-words.ts';
import type { EdgeData, EdgeRow } from './client/data.ts';

/** The edges as the script reads them: every text once, and numbers that stand for it. */
export function edgeData(edges: readonly EdgeRecord[], explained: readonly EdgeRecord[]): EdgeData {
  const texts = new Texts();
  const told = new Set(explained);
  const rows = edges.map((edge): EdgeRow => {
    const servers = edge.endpoints.flatMap(({ server }) => server ?? []);
    return [
      edgeId(edge).replace('edge-', ''),
      texts.add(peerName(edge.from)),
      texts.add(edge.to),
      texts.add([...new Set(servers.map(peerName))].slice(0, 3).join(', ')),
      worstFirst.indexOf(edge.outcome),
      texts.add(why(edge)),
      [...new Set([edge.from.namespace, ...servers.map(({ namespace }) => namespace)])]
        .filter((namespace) => namespace !== '')
        .map((namespace) => texts.add(namespace)),
      told.has(edge) ? 1 : 0,
    ];
  });
  const outcomes = worstFirst.map((outcome) => {
    const { name, mark } = outcomeWords[outcome];
    return { outcome, name, mark };
  });
  return { texts: texts.all(), outcomes, rows };
}

function why({ outcome, endpoints }: EdgeRecord): string {
  if (outcome === 'mixed') return countOutcomes(endpoints.map((each) => each.outcome));
  const [first] = endpoints;
  const code = first === undefined ? undefined : primaryCause(first)?.code;
  return [...(code === undefined ? [] : [code]), first?.because ?? ''].join(': ');
}

class Texts {
  readonly #places = new Map<string, number>();

  add(text: string): number {
    const short = brief(text);
    const place = this.#places.get(short) ?? this.#places.size;
    this.#places.set(short, place);
    return place;
  }

  all(): readonly string[] {
    return [...this.#places.keys()];
  }
}
