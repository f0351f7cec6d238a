/** The report as one HTML file: no network, nothing that runs but our own script, and that only by its hash. */
import { createHash } from 'node:crypto';
import { reportScript, reportStyle } from '../../generated/report-page.js';
import type { ReportContent } from '../content/content.ts';
import { meshHeadline } from '../content/headline.ts';
import { changesSection } from './changes-section.ts';
import { edgesSection } from './edges-section.ts';
import { explanationsSection } from './explanations-section.ts';
import { markup, trusted } from './markup.ts';
import { pictureSection } from './picture-section.ts';
import { problemsSection } from './problems-section.ts';
import { provenanceSection } from './provenance-section.ts';

/** The whole document. `drawing` is the mesh as SVG, undefined where it is too large for that. */
export function htmlReport(content: ReportContent, drawing: string | undefined): string {
  const { title, counts } = meshHeadline(content.edges);
  const policy = [
    `default-src 'none'`,
    `script-src '${digest(reportScript)}'`,
    `style-src '${digest(reportStyle)}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const sections = [
    problemsSection(content),
    content.changes === undefined ? undefined : changesSection(content.changes),
    pictureSection(content.edges, drawing),
    edgesSection(content),
    explanationsSection(content),
    provenanceSection(content),
  ].filter((each) => each !== undefined);
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} – mtlscope report</title>
        <style>${trusted(reportStyle)}</style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header>
          <p class="kind">mtlscope report</p>
          <h1>${title}</h1>
          <p>${counts}</p>
          <nav aria-label="Sections">
            <ul>
              ${sections.map(({ id, name }) => markup`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="main" tabindex="-1">
          ${sections.map(
            ({ id, name, body }) =>
              markup`<section aria-labelledby="${id}">
                <h2 id="${id}" tabindex="-1">${name}</h2>
                ${body}
              </section>`,
          )}
        </main>
        <script>${trusted(reportScript)}</script>
      </body>
    </html>
`.text;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
