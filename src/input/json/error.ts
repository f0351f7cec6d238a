import * as failures from './kernel/failures.ts';
import * as states from './kernel/states.ts';

/** Why reading stopped. `cut`: the bytes ended too early; what was complete before is delivered. */
export type JsonErrorKind = 'syntax' | 'cut' | 'limit';

/** The bytes are not the JSON they should be. */
export class JsonError extends Error {
  readonly kind: JsonErrorKind;
  /** Byte offset in all that was fed. */
  readonly offset: number;
  /** What was seen there, as a noun phrase. */
  readonly saw: string;

  constructor(kind: JsonErrorKind, offset: number, saw: string) {
    super(`${saw} at byte ${offset}`);
    this.name = 'JsonError';
    this.kind = kind;
    this.offset = offset;
    this.saw = saw;
  }
}

const expectations: ReadonlyMap<number, string> = new Map([
  [failures.EXPECTED_VALUE, 'where a value should be'],
  [failures.EXPECTED_NAME, 'where a name in double quotes should be'],
  [failures.EXPECTED_COLON, 'where ":" should be'],
  [failures.EXPECTED_COMMA, 'where "," or a closing bracket should be'],
  [failures.EXPECTED_ESCAPE, 'after a backslash'],
  [failures.EXPECTED_DIGIT, 'in a number'],
  [failures.EXPECTED_WORD, 'in true, false or null'],
  [failures.CONTROL_CHARACTER, 'in a string, where it has to be escaped'],
  [failures.UNBALANCED, 'closing what another kind of bracket opened'],
  [failures.EXPECTED_END, 'after the end of the document'],
]);

/** The error for a failure of the machine at an offset, where it saw a byte. */
export function machineError(failure: number, offset: number, byte: number): JsonError {
  if (failure === failures.TOO_DEEP) return new JsonError('limit', offset, 'objects or arrays nested too deeply');
  if (failure === failures.LONG_PATH) return new JsonError('limit', offset, 'a name that is too long');
  return new JsonError('syntax', offset, `${character(byte)} ${expectations.get(failure) ?? ''}`);
}

/** The error for bytes that end in the middle of a document. */
export function cutError(state: number, opened: number, offset: number): JsonError {
  const inText = state === states.TEXT || state === states.NAME;
  const inside = inText ? 'a string' : opened === 123 ? 'an object' : opened === 91 ? 'an array' : 'a value';
  return new JsonError('cut', offset, `the end in the middle of ${inside}`);
}

function character(byte: number): string {
  if (byte > 32 && byte < 127) return byte === 34 ? 'a quote' : `"${String.fromCharCode(byte)}"`;
  return `byte 0x${byte.toString(16).padStart(2, '0')}`;
}
