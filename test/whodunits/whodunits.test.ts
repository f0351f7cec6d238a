import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { constructedEdges, folderEdges, recordedEdge, type RecordedPlace, type SampleEdge } from '../causes/samples.ts';
import { forgetFolders } from '../recordings/recordings.ts';

/** A situation, where it is kept, and who did it: the primary cause, then any other that must be named. */
interface Whodunit {
  readonly says: string;
  readonly outcome: string;
  readonly causes: readonly string[];
  /** `SCENARIO EDGE`, of the recordings. */
  readonly recorded?: string;
  readonly proxies?: RecordedPlace['proxies'];
  /** Code of a constructed sample in test/causes/. */
  readonly sample?: string;
  /** From the root of the project. */
  readonly folder?: string;
}

const whodunits: readonly Whodunit[] = JSON.parse(
  readFileSync(new URL('whodunits.json', import.meta.url), 'utf8'),
) as readonly Whodunit[];

afterAll(forgetFolders);

describe.each(whodunits)('$says', (whodunit) => {
  it(`is ${whodunit.outcome}${whodunit.causes.length === 0 ? '' : `, and it was ${whodunit.causes.join(', ')}`}`, async () => {
    const edges = await edgesOf(whodunit);
    const outcomes = new Set(edges.map(({ outcome }) => outcome));
    expect(outcomes.size > 1 ? ['mixed'] : [...outcomes]).toEqual([whodunit.outcome]);
    const named = [...new Set(edges.flatMap(({ causes }) => causes.map(({ code }) => code)))];
    expect(named.slice(0, 1)).toEqual(whodunit.causes.slice(0, 1));
    expect(named).toEqual(expect.arrayContaining([...whodunit.causes]));
  });
});

function edgesOf({ recorded, proxies, sample, folder }: Whodunit): Promise<readonly SampleEdge[]> {
  if (recorded !== undefined) return recordedEdge({ edge: recorded, ...(proxies !== undefined && { proxies }) });
  if (sample !== undefined) return constructedEdges(sample);
  return folderEdges(fileURLToPath(new URL(`../../${folder ?? ''}`, import.meta.url)));
}
