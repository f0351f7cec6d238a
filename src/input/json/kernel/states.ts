import type { int } from './memory.ts';

// Where in the grammar the machine is.
export const BETWEEN: int = 0;
export const BYTE_ORDER_MARK: int = 1;
export const FIRST_MEMBER: int = 2;
export const NEXT_MEMBER: int = 3;
export const NAME: int = 4;
export const COLON: int = 5;
export const FIRST_ITEM: int = 6;
export const VALUE: int = 7;
export const TEXT: int = 8;
export const NAME_ESCAPE: int = 9;
export const TEXT_ESCAPE: int = 10;
export const NAME_HEX: int = 11;
export const TEXT_HEX: int = 12;
export const NUMBER: int = 13;
export const WORD: int = 14;
export const SKIP: int = 15;
export const SKIP_SCALAR: int = 16;
export const AFTER: int = 17;
export const FINISH: int = 18;
