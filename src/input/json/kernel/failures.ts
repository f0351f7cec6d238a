import type { int } from './memory.ts';

// Why the machine stops: what it expected instead of the byte at its position. 0: it does not.
export const EXPECTED_VALUE: int = 1;
export const EXPECTED_NAME: int = 2;
export const EXPECTED_COLON: int = 3;
export const EXPECTED_COMMA: int = 4;
export const EXPECTED_ESCAPE: int = 5;
export const EXPECTED_DIGIT: int = 6;
export const EXPECTED_WORD: int = 7;
export const CONTROL_CHARACTER: int = 8;
export const UNBALANCED: int = 9;
export const EXPECTED_END: int = 10;
export const TOO_DEEP: int = 11;
export const LONG_PATH: int = 12;
