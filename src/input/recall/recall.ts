import { dequal } from 'dequal';
import type { Place, SourceId } from '../../evidence.ts';
import type { Filling } from '../json/filling.ts';
import { Shapes } from '../json/shape.ts';
import type { Shape } from '../json/shape.ts';
import { Twins } from '../json/twins.ts';
import type { JsonValue, RawResource } from '../model.ts';
import { fromPointer, toPointer } from '../pointer.ts';
import { recognise } from '../recognise.ts';
import type { Recognition } from '../recognise.ts';
import { learn, type Maker } from './stand-ins.ts';
import { remembering } from './remembered.ts';
import type { Escape } from './stand-ins.ts';

/** What the caller makes of a resource while it is read. */
export type ReadFacts = (resource: RawResource) => unknown;

/**
 * How many records of a shape are read before one is learned from: most shapes are met once or twice, and learning
 * takes as long as reading a few.
 */
const worthLearning = 3;

/** How many sources there have to be for their items to be learned byte for byte: two or three take as long without. */
const worthComparing = 4;

/** What is known of a shape in a list. */
interface Known {
  met: number;
  recipe: Recipe | undefined;
}

/** A resource but for its value, which is put together when it is asked for. */
export type Told = Omit<RawResource, 'value'>;

/** Whether a resource is taken, and so not kept. It has its value where no facts were made of it. */
export type Take = (resource: Told & Partial<Pick<RawResource, 'value'>>) => boolean;

/**
 * How texts are filled in for the resources of a recipe in a source, instead of making and taking these; undefined
 * where they are to be made. Asked now and then, about recipes that make a single resource of a record.
 */
export type FillingOfRecipe = (recipe: ResourceRecipe, source: SourceId) => Filling | undefined;

/** Takes resources while they are read, so that they need not be kept. */
export interface Taker {
  readonly take: Take;
  readonly fillingOf?: FillingOfRecipe;
}

/** How to make a resource of a record; `at` leads from the record to the resource, and so does `pointer`. */
export interface ResourceRecipe {
  readonly at: readonly string[];
  readonly pointer: string;
  readonly make: (names: readonly string[], place: Place) => Told;
  /** What it is learned from, and how strings of what is made come about (`Maker`). */
  readonly example: Told;
  readonly stencilOf: Maker<Told>['stencilOf'];
}

/** What every record of a shape in a list is: a recognition whose resources are still to be made. */
export interface Recipe extends Omit<Recognition, 'resources'> {
  readonly resources: readonly ResourceRecipe[];
}

/**
 * Remembers, for all sources of a run, what was made of records, so that records which differ in names only (the
 * ten thousand clusters of a mesh) are understood once.
 */
export class Recall {
  readonly shapes = new Shapes();
  /** Where several sources will repeat each other. */
  readonly twins: Twins | undefined;
  readonly readFacts: ReadFacts;
  readonly #known = new WeakMap<Shape, Map<string, Known>>();

  readonly #escape: Escape | undefined;
  readonly #isOfMany: boolean;

  /**
   * `sources`: how many there are, of which several will repeat what others say; `escape` where strings of the facts
   * are text of a format in which names stand escaped.
   */
  constructor(readFacts: ReadFacts, sources: number, escape?: Escape) {
    this.readFacts = readFacts;
    this.#isOfMany = sources > 1;
    this.twins = sources < worthComparing ? undefined : new Twins();
    this.#escape = escape;
  }

  /** How to make what this record holds, an item of a list; undefined where that has to be found out each time. */
  recipeFor(pointer: string, list: string, shape: Shape, names: readonly string[]): Recipe | undefined {
    const lists = this.#known.get(shape) ?? new Map<string, Known>();
    this.#known.set(shape, lists);
    const known = lists.get(list) ?? { met: 0, recipe: undefined };
    lists.set(list, known);
    if (known.met === worthLearning) known.recipe = this.#learn(pointer, shape, names);
    known.met += 1;
    return known.recipe;
  }

  /** What `recipeFor` has learned of a list. */
  recipeOf(list: string, shape: Shape): Recipe | undefined {
    return this.#known.get(shape)?.get(list)?.recipe;
  }

  #learn(pointer: string, shape: Shape, names: readonly string[]): Recipe | undefined {
    const tokens = fromPointer(pointer);
    const recognition = recognise({ tokens, value: shape.valueOf(names) });
    if (recognition === undefined) return undefined;
    const makers = recognition.resources.map((_, index) => {
      const make = (value: JsonValue, place: Place): Told | undefined => this.#make(tokens, value, place, index);
      const maker = learn(shape, names, make, this.#escape);
      // The very record that it was learned from is the proof of it.
      const place: Place = { source: 'any', pointer };
      const right = make(shape.valueOf(names), place);
      const elsewhere = maker?.make(names, { source: 'other', pointer: '/elsewhere' });
      const holds =
        dequal(maker?.make(names, place), right) && dequal(elsewhere && maker?.move(elsewhere, names, place), right);
      if (maker === undefined || !holds) return undefined;
      return { ...maker, make: this.#isOfMany ? remembering(shape, maker) : maker.make };
    });
    const resources = recognition.resources.flatMap(({ at }, index) => {
      const maker = makers[index];
      return maker === undefined ? [] : [{ at, pointer: toPointer(at), ...maker }];
    });
    return resources.length === makers.length ? { ...recognition, resources } : undefined;
  }

  #make(tokens: readonly string[], value: JsonValue, place: Place, index: number): Told | undefined {
    const found = recognise({ tokens, value })?.resources[index];
    if (found === undefined) return undefined;
    const { at: _, ...raw } = found;
    const resource = { ...raw, place };
    const { value: __, ...told } = { ...resource, facts: this.readFacts(resource) };
    return told;
  }
}
