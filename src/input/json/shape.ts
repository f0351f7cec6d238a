import type { JsonValue } from '../model.ts';
import type { JsonRecord } from './record.ts';

const parse: (text: string) => JsonValue = JSON.parse;
const parseText: (text: string) => string = JSON.parse;

/** What stands before the time at which Envoy took a resource over, and before the push that brought it. */
const ofMoment = /"(?:last_?updated|version_?info)":$/iu;

/**
 * What records have in common that differ only in opaque strings (`Plan.opaque`), and in these only in their words:
 * what stands before the last bar of such a name, and its punctuation, is the same in all of them. One object for
 * each text, so that what is known of a shape can be found by it.
 */
export class Shape {
  /** The text around the opaque strings, in pieces. */
  readonly #pieces: readonly string[];
  /** What all names in a place begin with, up to the last bar: `outbound|80|v1|`. */
  readonly beginnings: readonly string[];
  /** Which of the names tell of a moment: the same resource has another in every dump. */
  readonly varying: ReadonlySet<number>;

  /** In `text` stands, where an opaque string was, what is left of it between U+0001 and U+0002. */
  constructor(text: string) {
    const [first = '', ...others] = text.split('\u0001');
    const holes = others.map((each) => each.split('\u0002'));
    this.#pieces = [first, ...holes.map(([, after = '']) => after)];
    this.varying = new Set([...holes.keys()].filter((index) => ofMoment.test(this.#pieces[index] ?? '')));
    this.beginnings = holes.map(([left = '']) => parseText(`"${left.slice(0, left.lastIndexOf('|') + 1)}"`));
  }

  /** How many opaque strings its records have. */
  get size(): number {
    return this.beginnings.length;
  }

  /** Whether some text stands in what its records have in common. */
  has(text: string): boolean {
    return this.#pieces.some((piece) => piece.includes(text));
  }

  /** The value of the record that has these strings. */
  valueOf(names: readonly string[]): JsonValue {
    const text = this.#pieces.map((piece, at) => (at === 0 ? piece : `${JSON.stringify(names[at - 1])}${piece}`));
    return parse(text.join(''));
  }
}

/**
 * A record whose value is put together when it is asked for. Its fields are declared only: there are as many records
 * as clusters, and defining each field first takes as long as all the rest.
 */
export class ShapedRecord implements JsonRecord {
  declare readonly emit: string;
  declare readonly pointer: string;
  declare readonly document: number;
  declare readonly start: number;
  declare readonly end: number;
  declare readonly shape: Shape;
  declare readonly names: readonly string[];

  constructor(place: Omit<JsonRecord, 'value'>, shape: Shape, names: readonly string[]) {
    this.emit = place.emit;
    this.pointer = place.pointer;
    this.document = place.document;
    this.start = place.start;
    this.end = place.end;
    this.shape = shape;
    this.names = names;
  }

  get value(): JsonValue {
    return this.shape.valueOf(this.names);
  }
}

/** Shapes that were met, for all readers of a run. */
export class Shapes {
  readonly #known = new Map<string, Shape>();

  /** The shape with this text. */
  of(text: string): Shape {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const shape = new Shape(text);
    this.#known.set(text, shape);
    return shape;
  }
}
