import type { JsonRecord } from '../json/record.ts';
import type { JsonObject, JsonValue, RawKind, RawResource } from '../model.ts';
import { field, isObject } from '../spelling.ts';
import type { Told } from './recall.ts';

/** A resource of which only what was made of it is kept; its value is read again when somebody asks. */
export class RecalledResource implements RawResource {
  declare readonly kind: RawKind;
  declare readonly state: RawResource['state'];
  declare readonly place: RawResource['place'];
  declare readonly facts: unknown;
  declare readonly rejection?: string;
  declare readonly lastUpdated?: string;
  declare readonly versionInfo?: string;
  declare readonly typeUrl?: string;
  readonly #record: JsonRecord;
  readonly #at: readonly string[];

  constructor(told: Told, record: JsonRecord, at: readonly string[]) {
    this.kind = told.kind;
    this.state = told.state;
    this.place = told.place;
    this.facts = told.facts;
    if (told.rejection !== undefined) this.rejection = told.rejection;
    if (told.lastUpdated !== undefined) this.lastUpdated = told.lastUpdated;
    if (told.versionInfo !== undefined) this.versionInfo = told.versionInfo;
    if (told.typeUrl !== undefined) this.typeUrl = told.typeUrl;
    this.#record = record;
    this.#at = at;
  }

  get value(): JsonObject {
    const value = this.#at.reduce<JsonValue | undefined>(
      (each, name) => (isObject(each) ? field(each, name) : undefined),
      this.#record.value,
    );
    return isObject(value) ? value : {};
  }
}
