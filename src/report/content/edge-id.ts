import { createHash } from 'node:crypto';
import type { EdgeRecord } from '../../inspection/edge-record.ts';

/** Names an edge in links and results: the same for the same question, in every report of the mesh. */
export function edgeId({ question, from, to }: Pick<EdgeRecord, 'question' | 'from' | 'to'>): string {
  const { speaks, authority, endpoint = '' } = question;
  const asked = JSON.stringify([from.namespace, question.from, to, speaks, authority, endpoint]);
  return `edge-${createHash('sha256').update(asked).digest('hex').slice(0, 12)}`;
}
