/** Which edges break when policies are applied, and what they were before. */
import type { Prediction } from '../prediction/predict.ts';
import type { EndpointVerdict, Outcome } from '../verdict/model.ts';
import { verdicts, type AskedEdge } from './asked-edges.ts';

/** An endpoint of an edge that works today and would not any more. */
export interface Break {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly endpoint?: string;
  readonly before: Outcome;
  /** `fails`; or `undecided` where it cannot be known. */
  readonly after: Outcome;
  /** One sentence: why it breaks. */
  readonly because: string;
  /** One sentence: what the client sends today, and why it is that. */
  readonly sends: string;
}

/** An edge that fails, and the namespace of the server that is called; `''` where that is not known. */
export interface Failure {
  readonly id: string;
  readonly namespace: string;
}

interface PlacedBreak extends Failure {
  readonly shown: Break;
}

/** Edges of `asked` that work before and fail, or cannot be known, afterwards. */
export function breaksOf(asked: readonly AskedEdge[], prediction: Prediction): readonly Break[] {
  return placedBreaks(asked, prediction).map(({ shown }) => shown);
}

/** Those that fail. */
export function failuresOf(asked: readonly AskedEdge[], prediction: Prediction): readonly Failure[] {
  return placedBreaks(asked, prediction).filter(({ shown }) => shown.after === 'fails');
}

function placedBreaks(asked: readonly AskedEdge[], { mesh, doubts }: Prediction): readonly PlacedBreak[] {
  return asked.flatMap(({ id, question, before }) => {
    if (before.every(({ outcome }) => !works(outcome))) return [];
    const after = verdicts(mesh, question, { strictEvidence: false, doubts });
    return before.flatMap((old): readonly PlacedBreak[] => {
      const now =
        after.find((each) => each.endpoint === old.endpoint && each.server?.proxy === old.server?.proxy) ?? after[0];
      if (now === undefined || !works(old.outcome) || works(now.outcome)) return [];
      const shown: Break = {
        id,
        from: question.from,
        to: `${question.host}:${question.port}`,
        ...(old.endpoint === undefined ? {} : { endpoint: old.endpoint }),
        before: old.outcome,
        after: now.outcome,
        because: now.because,
        sends: sentBy(old),
      };
      return [{ id, namespace: (old.server ?? now.server)?.namespace ?? '', shown }];
    });
  });
}

function works(outcome: Outcome): boolean {
  return outcome !== 'fails' && outcome !== 'undecided';
}

function sentBy({ steps, because }: EndpointVerdict): string {
  return steps.find(({ name }) => name === 'sends')?.text ?? because;
}
