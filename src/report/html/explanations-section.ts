import type { EdgeRecord } from '../../inspection/edge-record.ts';
import type { ReportContent } from '../content/content.ts';
import { edgeId } from '../content/edge-id.ts';
import { accountOf, type Block, type Check, type Entry, type Headline, type Told } from '../explanation/account.ts';
import type { ToldStep, WalkSide } from '../explanation/walk.ts';
import { exhibitHtml } from './exhibit.ts';
import { markup, type Html } from './markup.ts';
import { paste } from './problems-section.ts';
import type { Section } from './section.ts';
import { spansHtml } from './spans.ts';

/** The edges step by step, each folded up under its verdict. */
export function explanationsSection({ edges, explained, unexplained, check }: ReportContent): Section {
  const rest = edges.length - explained.length;
  const left =
    rest === 0
      ? undefined
      : markup`<p>
          ${explained.length} of ${edges.length} edges are explained here, findings
          first${
            unexplained > 0 ? `; ${unexplained} findings are not among them, because this file would get too large` : ''
          }.
          The others are in the table; <code>mtlscope explain</code> explains any of them.
        </p>`;
  const body = markup`${left}${explained.map((edge) => explanationHtml(edge, check(edge)))}`;
  return { id: 'explanations', name: 'Explanations', body };
}

function explanationHtml(edge: EdgeRecord, check: Check | undefined): Html {
  const { headline, blocks } = accountOf(edge, check);
  return markup`<details class="edge" id="${edgeId(edge)}">
    <summary>${headlineHtml(headline)}</summary>
    ${blocks.map(blockHtml)}
  </details>`;
}

function headlineHtml({ mark, text }: Headline): Html {
  return markup`<span class="t-${mark.tone}" aria-hidden="true">${mark.text}</span> ${spansHtml(text)}`;
}

function blockHtml({ headline, walk, same, ending }: Block): Html {
  return markup`<div class="block">
    ${headline === undefined ? undefined : markup`<p class="endpoint">${headlineHtml(headline)}</p>`}
    ${walk.map(sideHtml)} ${same === undefined ? undefined : markup`<p class="t-dim">${same}</p>`}
    ${ending.length === 0 ? undefined : markup`<dl>${ending.map(entryHtml)}</dl>`}
  </div>`;
}

function sideHtml({ title, steps }: WalkSide): Html {
  return markup`<p class="side">${spansHtml(title)}</p>
    <ol class="walk">
      ${steps.map(stepHtml)}
    </ol>`;
}

const spoken: Readonly<Record<string, string>> = { '✓': 'passed', '✗': 'failed', '?': 'not known' };

function stepHtml({ mark, name, text, evidence }: ToldStep): Html {
  return markup`<li>
    <span class="t-${mark.tone}" aria-hidden="true">${mark.text}</span>
    <span class="spoken">${spoken[mark.text]}:</span> <span class="step">${name}</span>
    <span>${text}</span>${evidence.map(exhibitHtml)}
  </li>`;
}

function entryHtml({ label, told }: Entry): Html {
  return markup`<div>
    <dt>${label}</dt>
    <dd>${told.map(toldHtml)}</dd>
  </div>`;
}

function toldHtml(told: Told): Html | undefined {
  switch (told.kind) {
    case 'prose':
      return markup`<p>${spansHtml(told.text)}</p>`;
    case 'literal':
      return paste(told.text);
    case 'exhibit':
      return exhibitHtml(told.evidence);
  }
}
