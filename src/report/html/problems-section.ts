import type { EdgeRecord } from '../../inspection/edge-record.ts';
import type { ReportContent } from '../content/content.ts';
import { brief } from '../content/brief.ts';
import { edgeId } from '../content/edge-id.ts';
import { problemsOf, type Problem } from '../content/problems.ts';
import { peerName } from '../edge-table.ts';
import { markup, type Html, type Part } from './markup.ts';
import { outcomeBadge } from './outcome-badge.ts';
import type { Section } from './section.ts';

/** More of anything is counted, not listed: the table has them all. */
const mostListed = 12;
const mostProblems = 40;

/** What is wrong, who is affected, and what helps. */
export function problemsSection({ edges }: ReportContent): Section {
  const problems = problemsOf(edges);
  const more = problems.length - mostProblems;
  const body =
    problems.length === 0
      ? markup`<p>Every edge that was read is as strong as its server demands.</p>`
      : markup`${problems.slice(0, mostProblems).map(problemCard)}${
          more > 0 ? markup`<p>${more} more kinds of findings are in the table of edges.</p>` : undefined
        }`;
  return { id: 'wrong', name: 'What is wrong', body };
}

function problemCard({ code, outcome, text, edges, fix, missing }: Problem): Html {
  return markup`<article class="card o-${outcome}">
    <h3>${outcomeBadge(outcome)} ${brief(text)}</h3>
    ${code === undefined ? undefined : markup`<p>Cause: <code>${code}</code>; <code>mtlscope cause ${code}</code> tells more.</p>`}
    <h4>Affected: ${edges.length === 1 ? '1 edge' : `${edges.length} edges`}</h4>
    <ul class="affected">
      ${listed(edges, edgeLink)}
    </ul>
    ${fix.length === 0 ? undefined : markup`<h4>Fix</h4>`}
    ${fix.map((each) => markup`<p>${each.text}</p>${paste(each.yaml)}${paste(each.command)}`)}
    ${
      missing.length === 0
        ? undefined
        : markup`<h4>What would tell</h4>
            <ul>
              ${listed(missing, (each) => markup`${each.what}: ${each.decides}${paste(each.command)}`)}
            </ul>`
    }
  </article>`;
}

function edgeLink(edge: EdgeRecord): Html {
  return markup`<a href="#${edgeId(edge)}">${brief(peerName(edge.from))} → ${brief(edge.to)}</a>`;
}

function listed<Item>(items: readonly Item[], show: (item: Item) => Html): Part {
  const more = items.length - mostListed;
  return [
    ...items.slice(0, mostListed).map((item) => markup`<li>${show(item)}</li>`),
    more > 0 ? markup`<li>and ${more} more</li>` : undefined,
  ];
}

/** Something to paste, which can be scrolled by keyboard where it is wide. */
export function paste(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : markup`<pre tabindex="0"><code>${text.replace(/\n$/u, '')}</code></pre>`;
}
