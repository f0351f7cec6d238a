import { printable } from '../../printable.ts';

/** JSON that is safe on a terminal: what `JSON.stringify` leaves as it is and a terminal obeys is escaped too. */
export function jsonText(value: unknown, indent?: number): string {
  // Such characters stand inside strings only, where \uXXXX means the same.
  return printable(JSON.stringify(value, undefined, indent));
}
