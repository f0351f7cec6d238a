import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { graphOf } from '../graph/graph.ts';
import { markup, trusted } from './markup.ts';
import { matrixHtml } from './matrix.ts';
import type { Section } from './section.ts';

/** The mesh as a drawing where it is small enough to follow lines in it, and as a matrix in any case. */
export function pictureSection(edges: readonly EdgeRecord[], drawing: string | undefined): Section {
  const graph = graphOf(edges);
  const figure =
    drawing === undefined
      ? markup`<p>
          There are too many edges to draw them as lines. <code>mtlscope graph --around NAME</code> draws one
          neighbourhood.
        </p>`
      : markup`<figure>
          <div class="wide" tabindex="0" role="region" aria-label="Drawing of the mesh">${trusted(inline(drawing))}</div>
          <figcaption>
            Who calls whom. Solid: mutual TLS, or TLS of the application; dashed: one-way TLS, plaintext, or both;
            dotted: fails, or undecided. The matrix below says the same.
          </figcaption>
        </figure>`;
  return { id: 'mesh', name: 'The mesh', body: markup`${figure}${matrixHtml(graph)}` };
}

/** Graphviz writes a document of its own; inside a page only its element is wanted, as an image with a name. */
function inline(svg: string): string {
  const element = svg.slice(svg.indexOf('<svg'));
  return element
    .replace('<svg ', '<svg role="img" aria-label="The mesh as a graph; the matrix below says the same in words" ')
    .replaceAll(/<(?:a xlink:title|\/a)[^>]*>/gu, '')
    .replaceAll(/<g id="a_[^"]*">/gu, '<g>');
}
