import { describe, expect, it } from 'vitest';
import { describePrediction } from '../../truth/handshakes/outcome.ts';
import { predict } from '../../truth/handshakes/predict.ts';
import { recordedHandshakes, type RecordedEnd } from './recorded-handshakes.ts';

const { ends, labels, proxy, at } = await recordedHandshakes();

function predicted({ id, host }: RecordedEnd): string {
  return describePrediction(predict(proxy, id, host, at), (print) => labels[print ?? ''] ?? 'nothing');
}

describe('a handshake ends as it did between real Envoys', () => {
  it.each(ends.filter(({ name }) => name !== ''))('$name', (end) => {
    expect(predicted(end)).toBe(end.observed);
  });

  it('in all that were generated', () => {
    const wrong = ends.filter((end) => predicted(end) !== end.observed);
    expect(wrong.map((end) => ({ ...end, predicted: predicted(end) }))).toEqual([]);
  });
});
