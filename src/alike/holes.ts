/**
 * Texts with holes: where a text of one client says what it is called, or where something of it stands, that of an
 * alike client says its own.
 */
import { memoised } from '../envoy/memo.ts';
import type { Proxy } from '../envoy/model.ts';
import type { Place } from '../evidence.ts';
import { proxyIdentity } from '../istio/proxy-identity.ts';
import { printable } from '../printable.ts';
import { groupsOf, type GroupsByName } from './groups.ts';
import { outgoingOf, placesOf } from './outgoing.ts';
import { ownNames } from './own-names.ts';

type Kind = 'identity' | 'name' | 'source' | 'pointer' | 'groupsource' | 'grouppointer';

/** What stands in a hole: a word like any other, so that nothing is done to it that is not done to names. */
function standIn(kind: Kind, index: number): string {
  return `standing${index}in${kind}z`;
}

const holes = /standing(\d+)in(identity|name|source|pointer|groupsource|grouppointer)z/u;

/** The stand-in for the identity. */
export const identityHole = standIn('identity', 0);

/** The stand-in for the name of this number. */
export function nameHole(index: number): string {
  return standIn('name', index);
}

/** The stand-ins for the place of this number (`placesOf`). */
export function placeHoles(index: number): Pick<Place, 'source' | 'pointer'> {
  return { source: standIn('source', index), pointer: standIn('pointer', index) };
}

/** The stand-ins for the place of a client's endpoint group of this number. */
export function groupHoles(index: number): Pick<Place, 'source' | 'pointer'> {
  return { source: standIn('groupsource', index), pointer: standIn('grouppointer', index) };
}

/** A hole: what a client says there. */
export type Hole = (own: OwnWords) => string;

/** What an alike client says in holes. */
export interface OwnWords {
  readonly names: readonly string[];
  readonly identity: string | undefined;
  readonly places: () => readonly Place[];
  readonly groups: GroupsByName;
}

/** JSON text with holes. */
export interface TextWithHoles {
  /** Text, hole, text, hole, text … */
  readonly texts: readonly string[];
  readonly holes: readonly Hole[];
}

/** Takes a JSON text about the stand-in of a client apart. */
export function withHoles(text: string, client: Proxy): TextWithHoles {
  const parts = text.split(holes);
  // Lists that are filled one by one take more room than they have items.
  const texts = Array.from({ length: Math.ceil(parts.length / 3) }, (_, at) => parts[3 * at] ?? '');
  return {
    texts,
    holes: texts.slice(1).map((_, at) => holeFor(Number(parts[3 * at + 1]), parts[3 * at + 2] ?? '', client)),
  };
}

/** The holes that are the same whichever client a text is about: many texts have the same ones. */
const commonHole = memoised((words): Hole | undefined => {
  const [kind, digits] = words.split(' ');
  const index = Number(digits);
  if (kind === 'identity') return ({ identity }) => identity ?? '';
  if (kind === 'name') return ({ names }) => names[index] ?? '';
  if (kind === 'source') return ({ places }) => asJson(places()[index]?.source);
  if (kind === 'pointer') return ({ places }) => asJson(places()[index]?.pointer);
  return undefined;
}, 4096);

function holeFor(index: number, kind: string, client: Proxy): Hole {
  return commonHole(`${kind} ${index}`) ?? groupHole(index, kind, client);
}

/** Groups are found by their name: which others a client knows differs. */
function groupHole(index: number, kind: string, client: Proxy): Hole {
  const { clusterName } = client.endpoints[index] ?? { clusterName: '' };
  const nth = client.endpoints.slice(0, index).filter((each) => each.clusterName === clusterName).length;
  const placeOf = ({ groups }: OwnWords): Place | undefined => groups(clusterName)[nth]?.place;
  return kind === 'groupsource' ? (own) => asJson(placeOf(own)?.source) : (own) => asJson(placeOf(own)?.pointer);
}

function asJson(text = ''): string {
  return printable(JSON.stringify(text).slice(1, -1));
}

/** The words of a client. */
export function wordsOf(client: Proxy): OwnWords {
  let places: readonly Place[] | undefined;
  return {
    names: Object.values(ownNames(client)),
    identity: proxyIdentity(client),
    places: () => {
      places ??= [...placesOf(outgoingOf(client))];
      return places;
    },
    groups: groupsOf(client),
  };
}

/** The text with its holes filled. */
export function filled({ texts, holes: all }: TextWithHoles, own: OwnWords): string {
  let text = texts[0] ?? '';
  for (const [index, hole] of all.entries()) text += hole(own) + (texts[index + 1] ?? '');
  return text;
}
