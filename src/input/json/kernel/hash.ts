/** Where two hashes of 32 bits begin (FNV-1a), and by what each byte multiplies them. */
import type { int } from './memory.ts';

export const LOW_START: int = -2_128_831_035;
export const LOW_FACTOR: int = 16_777_619;
export const HIGH_START: int = -1_640_531_527;
export const HIGH_FACTOR: int = -2_048_144_789;
