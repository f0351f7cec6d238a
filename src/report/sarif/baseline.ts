/** Results held against those of an earlier state: SARIF's `baselineState` (3.27.24). */

/** What tells one result from another. */
interface Told {
  readonly ruleId: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

export type BaselineState = 'new' | 'unchanged' | 'updated' | 'absent';

/**
 * Each result with its state: there is one with the same edge and rule in `before`, saying the same (`unchanged`) or
 * something else (`updated`), or there is none (`new`). Those that are there no more come last (`absent`).
 */
export function withBaseline<Result extends Told>(
  results: readonly Result[],
  before: readonly Result[],
): readonly (Result & { readonly baselineState: BaselineState })[] {
  const was = new Map(before.map((result) => [keyOf(result), result]));
  const is = new Set(results.map(keyOf));
  return [
    ...results.map((result) => ({ ...result, baselineState: stateOf(result, was.get(keyOf(result))) })),
    ...before
      .filter((result) => !is.has(keyOf(result)))
      .map((result) => ({ ...result, baselineState: 'absent' as const })),
  ];
}

function keyOf({ ruleId, partialFingerprints }: Told): string {
  return JSON.stringify([ruleId, partialFingerprints]);
}

function stateOf(result: Told, before: Told | undefined): BaselineState {
  if (before === undefined) return 'new';
  return before.message.text === result.message.text ? 'unchanged' : 'updated';
}
