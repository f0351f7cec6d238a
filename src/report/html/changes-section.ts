import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import type { ChangedEdge, ChangeReason, Changes } from '../content/changes.ts';
import { brief } from '../content/brief.ts';
import { peerName } from '../edge-table.ts';
import { exhibitHtml } from './exhibit.ts';
import { markup, type Html } from './markup.ts';
import { outcomeBadge } from './outcome-badge.ts';
import type { Section } from './section.ts';

/** Before and after: the edges whose meaning changed, and the configuration that did it. */
export function changesSection({ edges, more }: Changes): Section {
  const body =
    edges.length === 0
      ? markup`<p>Nothing changed: every edge means the same before and after.</p>`
      : markup`${edges.map(changeCard)}${more > 0 ? markup`<p>${more} more edges changed; <code>mtlscope diff</code> lists them all.</p>` : undefined}`;
  return { id: 'changed', name: 'What changed', body };
}

function changeCard({ change, from, to, endpoint, before, after, facets, because }: ChangedEdge): Html {
  const at = endpoint === undefined ? '' : ` at ${endpoint}`;
  const what = { changed: `changed: ${facets.join(', ')}`, added: 'is new', removed: 'is no more' }[change];
  return markup`<article class="card">
    <h3>${brief(peerName(from))} → ${brief(to)}${at} <span class="t-dim">${what}</span></h3>
    <dl class="sides">
      <div>
        <dt>Before</dt>
        <dd>${state(before)}</dd>
      </div>
      <div>
        <dt>After</dt>
        <dd>${state(after)}</dd>
      </div>
    </dl>
    ${because.map(reason)}
  </article>`;
}

function state(side: ChangedEdge['before']): Html {
  return side === null ? markup`none` : markup`${outcomeBadge(side.outcome)} ${brief(side.because)}`;
}

function reason({ text, before, after }: ChangeReason): Html {
  return markup`<p>${text}.</p>
    ${evidence('Before', before)}${evidence('After', after)}`;
}

function evidence(label: string, records: readonly EvidenceRecord[]): Html | undefined {
  return records.length === 0
    ? undefined
    : markup`<p class="t-dim">${label}</p>
        ${records.map(exhibitHtml)}`;
}
