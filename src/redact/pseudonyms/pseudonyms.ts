/** Other names for names: one for one, in every file, and back again for who holds the map. */
import { parseIp } from '../../envoy/ip.ts';
import type { JsonValue } from '../../input/model.ts';
import { renamedDocument } from './document.ts';
import { keyedAddress, keyedBytes, keyedDigits, keyedHash } from './keyed.ts';
import { isCommonWord } from './vocabulary.ts';

/** What turns pseudonyms back: to be kept by who made them, and never sent along. */
export interface PseudonymMap {
  readonly formatVersion: 1;
  /** Hexadecimal; addresses, digests and made-up endings follow from it. */
  readonly key: string;
  /** What it was → what it is called. */
  readonly words: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<string, string>>;
  readonly digests: Readonly<Record<string, string>>;
}

/** An address (IPv6 has two colons at least), a regular expression's escape, or a word. */
const parts =
  /\\[A-Za-z]|(?<![\w.:])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4})(?![\w:])|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|(?<!\d-?)\d{1,3}(?:-\d{1,3}){3}(?!-?\d)|[A-Za-z0-9]+/gu;
/** Kubernetes makes up such words: no vowels, so that they never say anything. */
const madeUp = /^[bcdfghjklmnpqrstvwxz0-9]{5,10}$/u;

/** Replaces names and remembers how. */
export class Pseudonyms {
  readonly #key: string;
  readonly #words: Map<string, string>;
  readonly #addresses: Map<string, string>;
  readonly #digests: Map<string, string>;
  readonly #taken: Set<string>;
  /** Dumps say the same few names over and over. */
  readonly #texts = new Map<string, string>();

  /** Goes on from a map that was kept, or begins with a new key. */
  constructor(from: Pick<PseudonymMap, 'key'> & Partial<PseudonymMap>) {
    this.#key = from.key;
    this.#words = new Map(Object.entries(from.words ?? {}));
    this.#addresses = new Map(Object.entries(from.addresses ?? {}));
    this.#digests = new Map(Object.entries(from.digests ?? {}));
    this.#taken = new Set(this.#words.values());
  }

  /** A redacted document under other names. */
  document(document: JsonValue): JsonValue {
    return renamedDocument(document, this);
  }

  /** Any text that names something: a host, a cluster, an identity, a pattern. */
  text(text: string): string {
    const known = this.#texts.get(text) ?? text.replaceAll(parts, (part) => this.#part(part));
    this.#texts.set(text, known);
    return known;
  }

  /** A digest, key identifier or serial number, in hexadecimal digits (with colons or without) or in base64. */
  digest(text: string): string {
    const plain = text.replaceAll(':', '');
    if (plain === '') return text;
    const hex = /^[0-9a-f]+$/iu.test(plain);
    const even = plain.length % 2 === 0 ? plain : `0${plain}`;
    const other = keyedBytes(this.#key, Buffer.from(hex ? even : text, hex ? 'hex' : 'base64'));
    const result = hex ? other.toString('hex').slice(-plain.length) : other.toString('base64');
    this.#digests.set(text, result);
    return result;
  }

  get map(): PseudonymMap {
    return {
      formatVersion: 1,
      key: this.#key,
      words: Object.fromEntries(this.#words),
      addresses: Object.fromEntries(this.#addresses),
      digests: Object.fromEntries(this.#digests),
    };
  }

  #part(part: string): string {
    if (part.startsWith('\\')) return part;
    if (/^\d[\d-]+$/u.test(part) && part.includes('-')) return this.#dashed(part);
    if (/[.:]/u.test(part)) return this.#address(part);
    return isCommonWord(part) ? part : this.#word(part);
  }

  #address(text: string): string {
    if (parseIp(text) === undefined) return text.replaceAll(/[A-Za-z0-9]+/gu, (word) => this.#part(word));
    const known = this.#addresses.get(text) ?? keyedAddress(this.#key, text);
    this.#addresses.set(text, known);
    return known;
  }

  /** Names of pods and nodes hold addresses: `10-0-3-17.web.demo.pod`. */
  #dashed(text: string): string {
    return this.#address(text.replaceAll('-', '.')).replaceAll('.', '-');
  }

  /** Hosts are the same in any case; the first spelling is the one that comes back. */
  #word(word: string): string {
    const key = word.toLowerCase();
    const known = this.#words.get(key);
    if (known !== undefined) return known;
    let pseudonym = '';
    for (let round = 0; pseudonym === '' || this.#taken.has(pseudonym); round += 1)
      pseudonym = this.#invented(key, round);
    this.#words.set(key, pseudonym);
    this.#taken.add(pseudonym);
    return pseudonym;
  }

  #invented(word: string, round: number): string {
    if (/^\d+$/u.test(word)) return keyedDigits(this.#key, word, round);
    if (madeUp.test(word)) return keyedHash(this.#key, word, round);
    return `anon${this.#words.size + 1 + round}`;
  }
}
