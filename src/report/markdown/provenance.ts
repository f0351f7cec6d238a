import { brief } from '../content/brief.ts';
import type { ReportContent } from '../content/content.ts';
import { judgedAt, missingOf, unusable, versionsOf } from '../content/provenance.ts';
import { inCode, inText } from './markdown-text.ts';

const mostListed = 50;

/** Where a report comes from, and what it does not know, as a list. */
export function provenance({ header, proxies, sources, problems, notes, edges, changes }: ReportContent): string {
  const missing = missingOf(edges).map(({ what }) => what);
  const items = [
    `Written by mtlscope ${inCode(header.tool.version)}`,
    `Certificates judged at ${inText(judgedAt(header))}`,
    ...capped(proxies).map((proxy) => {
      const versions = versionsOf(proxy).map(inCode).join(', ') || 'version not known';
      return `Proxy ${inCode(brief(proxy.name))}: ${versions}, newest update ${proxy.updated === undefined ? 'not known' : inCode(proxy.updated)}`;
    }),
    ...moreOf(proxies, 'proxies'),
    ...notes
      .slice(0, mostListed)
      .map((note) => `${inCode(note.code)} ${inCode(brief(note.proxy))}: ${inText(brief(note.text))}`),
    ...capped(sources).map((source) => inputLine('Input', source)),
    ...moreOf(sources, 'inputs'),
    ...(changes?.sources ?? []).slice(0, mostListed).map((source) => inputLine('Input before', source)),
    ...missing.slice(0, mostListed).map((what) => `Missing: ${inText(brief(what))}`),
    ...unusable(problems)
      .slice(0, mostListed)
      .map((text) => `Not used, or only in part: ${inText(brief(text))}`),
  ];
  return items.map((item) => `- ${item}`).join('\n');
}

function inputLine(what: string, { source, format, digest }: ReportContent['sources'][number]): string {
  return `${what} ${inCode(brief(source))} (${inText(format)}), SHA-256 ${inCode(digest ?? 'not known')}`;
}

function capped<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice(0, mostListed);
}

function moreOf(items: readonly unknown[], what: string): string[] {
  return items.length > mostListed ? [`and ${items.length - mostListed} more ${what}`] : [];
}
