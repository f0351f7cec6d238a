import type { JsonRecord } from '../json/record.ts';
import type { JsonObject, JsonValue, RawKind, RawResource } from '../model.ts';
import { field, isObject } from '../spelling.ts';
import type { Parts } from '../shelf/board.ts';
import type { Told } from './recall.ts';

const nothing: JsonObject = Object.freeze({});

/**
 * A resource of which facts were made, and so nothing else is kept. Its fields are declared only, and as few as there
 * are: a fleet has millions of these.
 */
export class ToldResource implements RawResource {
  declare readonly kind: RawKind;
  declare readonly state: RawResource['state'];
  declare readonly place: RawResource['place'];
  declare readonly facts: unknown;
  declare readonly rejection?: string;
  declare readonly lastUpdated?: string;
  declare readonly versionInfo?: string;
  declare readonly typeUrl?: string;
  declare readonly parts?: Parts | readonly RawResource[];

  constructor(told: Told) {
    this.kind = told.kind;
    this.state = told.state;
    this.place = told.place;
    this.facts = told.facts;
    if (told.rejection !== undefined) this.rejection = told.rejection;
    if (told.lastUpdated !== undefined) this.lastUpdated = told.lastUpdated;
    if (told.versionInfo !== undefined) this.versionInfo = told.versionInfo;
    if (told.typeUrl !== undefined) this.typeUrl = told.typeUrl;
    if (told.parts !== undefined) this.parts = told.parts;
  }

  get value(): JsonObject {
    return nothing;
  }
}

/** A resource of which nothing was made; its value is put together when somebody asks. */
export class RecalledResource extends ToldResource {
  readonly #record: JsonRecord;
  readonly #at: readonly string[];

  constructor(told: Told, record: JsonRecord, at: readonly string[]) {
    super(told);
    this.#record = record;
    this.#at = at;
  }

  override get value(): JsonObject {
    const value = this.#at.reduce<JsonValue | undefined>(
      (each, name) => (isObject(each) ? field(each, name) : undefined),
      this.#record.value,
    );
    return isObject(value) ? value : {};
  }
}
