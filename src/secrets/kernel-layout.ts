/** Where what lies in the memory of the kernel (assembly/secret-marks), in bytes. */

/** Six tables of sixteen: for the first three bytes of a word, by their low half and then by their high half. */
export const HALVES = 0;
/** For each byte the classes it is of. */
export const CLASSES = 256;
/** For each byte itself, a capital as its small letter. */
export const FOLDED = 512;
/** For each hash of three bytes the number of the first word that begins so, or 0. */
export const FIRST_WORDS = 1024;
export const HASHES = 2048;
/** Words by number: the next one of its hash, what it begins, its length, what has to follow, and its bytes. */
export const WORDS = 4096;
export const WORD_SIZE = 32;
export const WORD_BYTES = 4;
/** What has to follow: a user, a password and an `@`. */
export const CREDENTIALS = 1;
/** Pairs of 32 bits, up to the text: what was found. */
export const FOUND = 8192;
/** The text, and behind it as much as a load may reach too far. */
export const TEXT = 131_072;
export const SLACK = 64;
