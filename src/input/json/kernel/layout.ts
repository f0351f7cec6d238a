/**
 * Where things stand in the heap that the machine works on. This file, like its neighbours except
 * `memory.ts`, is TypeScript and AssemblyScript at once: `tools/generate/json-kernel.mjs` compiles it
 * with a `memory.ts` of its own into WebAssembly.
 */
import type { int } from './memory.ts';

// The machine's state: it is all here, so that it may stop after any byte and a heap is one reader.
/** Where the machine stopped. */
export const POSITION: int = 0;
/** Why it failed, one of `failures.ts`. */
export const FAILURE: int = 4;
/** Where in the grammar it is, one of `states.ts`. */
export const STATE: int = 8;
/** Frames on the stack, and the address of the topmost. */
export const DEPTH: int = 12;
export const FRAME: int = 16;
/** Documents so far; all values at the top level so far; whether the current one is a bare number. */
export const DOCUMENTS: int = 20;
export const ROOTS: int = 24;
export const BARE_NUMBER: int = 28;
/** The node of the value that is next, under way, or just finished. */
export const WANTED: int = 32;
/** How many emitted values are around here: above 0, what is kept is written. */
export const ACTIVE: int = 36;
/** Bytes of unfinished records, of the pointer, of finished records; number of finished records. */
export const OPEN_LENGTH: int = 40;
export const PATH_LENGTH: int = 44;
export const DONE_LENGTH: int = 48;
export const MARK_COUNT: int = 52;
/** The current member's name among the unfinished bytes: with comma and quote, without; whether it has escapes. */
export const NAME_AT: int = 56;
export const NAME_START: int = 60;
export const NAME_ESCAPED: int = 64;
export const NUMBER_STATE: int = 68;
export const WORD_AT: int = 72;
export const WORD_END: int = 76;
export const HEX_LEFT: int = 80;
/** Of the wanted value: the pointer's length around it, where its text begins among the unfinished bytes. */
export const VALUE_PATH: int = 84;
export const VALUE_OUT: int = 88;
/** Whether the driver took the record that was too large. */
export const TAKEN: int = 92;
/** The skip: open braces, open brackets, whether in a string, whether the next byte there is escaped. */
export const SKIP_BRACES: int = 96;
export const SKIP_BRACKETS: int = 100;
export const SKIP_TEXT: int = 104;
export const SKIP_ESCAPED: int = 108;
/** Offsets of the wanted value in all that was read: its start, and its end once it is over. */
export const VALUE_START: int = 112;
export const VALUE_END: int = 120;
/** Bytes of the names that were taken out of unfinished records, and where those of the wanted value begin. */
export const HOLES_LENGTH: int = 128;
export const VALUE_HOLES: int = 132;
/** Where the string under way begins among the unfinished bytes when it is to be taken out; else -1. */
export const HOLE_AT: int = 136;
/** Whether it has escapes. */
export const HOLE_ESCAPED: int = 140;
/** Shapes that are known, and bytes of their texts. */
export const SHAPE_COUNT: int = 144;
export const SHAPES_LENGTH: int = 148;

// What the driver sets: addresses and limits.
/** The offset of heap address 0 in all that was read: add a position and have its offset. */
export const BASE: int = 152;
/** 1 where only one document may stand. */
export const SINGLE: int = 160;
export const NODES_AT: int = 164;
export const WORDS_AT: int = 168;
export const STACK_AT: int = 172;
export const STACK_LIMIT: int = 176;
export const PATH_AT: int = 180;
export const PATH_LIMIT: int = 184;
export const SCRATCH_AT: int = 188;
export const MARKS_AT: int = 192;
export const MARKS_LIMIT: int = 196;
export const DONE_AT: int = 200;
export const DONE_LIMIT: int = 204;
export const OPEN_AT: int = 208;
export const HOLES_AT: int = 212;
export const HOLES_LIMIT: int = 216;
/** The hash table of shapes (its size less one), the list of them, and their texts. */
export const SHAPE_TABLE: int = 220;
export const SHAPE_MASK: int = 224;
export const SHAPE_LIST: int = 228;
export const SHAPES_AT: int = 232;
export const SHAPES_LIMIT: int = 236;
/** What the driver wants where a value of which it may know a twin begins: one of the answers below. */
export const TWINS: int = 240;
/** The cuts of the item under way, which may become a template; templates. */
export const TRACE_AT: int = 244;
export const TEMPLATES_AT: int = 248;

// More of the machine's state.
/** Where the wanted value ends in the window. */
export const VALUE_STOP: int = 252;
/** The shape that it has, where a template tells; else -1. */
export const VALUE_SHAPE: int = 256;
/** Where in the window the item begins whose cuts are noted, or -1; how many there are so far. */
export const TRACE_START: int = 260;
export const TRACE_COUNT: int = 264;
/** Where in the window the value begins that is skipped. */
export const SKIP_START: int = 268;
/** Templates there are, the place of the next one, and of the one that fitted last. */
export const TEMPLATE_COUNT: int = 272;
export const TEMPLATE_NEXT: int = 276;
export const TEMPLATE_LAST: int = 280;

// For texts that are filled in.
/** The fillings of shapes by their numbers; places in the record under way; the texts, what is room for; their hashes. */
export const FILLING_TABLE: int = 284;
export const SPANS_AT: int = 288;
export const TEXT_AT: int = 292;
export const TEXT_LIMIT: int = 296;
export const HASHES_AT: int = 300;
/** How long the texts are. */
export const TEXT_LENGTH: int = 304;
/** The latest moment, and its length. */
export const LATEST_AT: int = 308;
export const LATEST_LENGTH: int = 312;
/** What is written beside the texts, for which there is as much room, and how long it is. */
export const ASIDE_AT: int = 316;
export const ASIDE_LENGTH: int = 320;
export const HEAD_SIZE: int = 328;

/** Reading beyond the end of an area, and writing what will be overwritten, is harmless up to here. */
export const SLACK: int = 64;

// A node of the plan: flags, the number of its emit, the nodes for other members and for items, its table of
// names and the table's size less one (-1 for none), and the node where names are looked up that it has not (0: none).
export const NODE_SIZE: int = 28;
export const NODE_EMIT: int = 4;
export const NODE_MEMBERS: int = 8;
export const NODE_ITEMS: int = 12;
export const NODE_TABLE: int = 16;
export const NODE_MASK: int = 20;
export const NODE_BASE: int = 24;
export const IS_WHOLE: int = 1;
export const IS_EMITTED: int = 2;
/** Something is emitted here or below: only then is the path worth keeping. */
export const LEADS_TO_EMIT: int = 4;
/** A string here is taken out of the text around it. */
export const IS_OPAQUE: int = 8;
/** An emitted value below which strings may be taken out. */
export const IS_SHAPED: int = 16;
/** An emitted value that holds none, and below which strings may be taken out: its bytes tell all that it is. */
export const HAS_TWINS: int = 32;
export const DROP_NODE: int = 0;
export const WHOLE_NODE: int = 1;
export const ROOT_NODE: int = 2;

// An entry of a table of names: address and length of the name (0: empty entry), node. 16 bytes.
export const ENTRY_SIZE: int = 16;
export const LONGEST_NAME: int = 255;

// A frame of the stack: the opening bracket, its node, whether a member was kept, items so far, the path's
// length around and inside it, where its text begins, its offset.
export const FRAME_SIZE: int = 48;
export const FRAME_NODE: int = 4;
export const FRAME_KEPT: int = 8;
export const FRAME_ITEMS: int = 12;
export const FRAME_OUTER_PATH: int = 16;
export const FRAME_PATH: int = 20;
export const FRAME_OUT: int = 24;
export const FRAME_START: int = 32;
/** Where the names taken out of it begin. */
export const FRAME_HOLES: int = 40;

// A mark for each finished record: the number of its emit, its document, start and end, its shape, or -1, and the
// address of its text among the finished ones.
export const MARK_SIZE: int = 32;
export const MARK_DOCUMENT: int = 4;
export const MARK_START: int = 8;
export const MARK_END: int = 16;
export const MARK_SHAPE: int = 24;
export const MARK_TEXT: int = 28;

// An entry of the hash table of shapes: hash, and the shape's number + 1 (0: empty entry); an entry of the list of
// shapes by number: address and length of the text.
export const SHAPE_SLOT_SIZE: int = 8;
export const SHAPE_SIZE: int = 8;
/** Around what is left in a shape's text of a string that was taken out; no JSON text has them. */
export const HOLE: int = 1;
export const HOLE_END: int = 2;

// A cut of an item: what stands there, from where to where in the item; of a name also the address of what is left of
// it in the shape's text, and how much of that is the same in all names.
export const CUT_SIZE: int = 20;
export const CUT_START: int = 4;
export const CUT_END: int = 8;
export const CUT_LEFT: int = 12;
export const CUT_STEM: int = 16;
export const CUTS_LIMIT: int = 200;
/** A string that is taken out. */
export const NAME_CUT: int = 0;
/** Something that is skipped, and was the same in all items so far; something that is skipped. */
export const SAME_CUT: int = 1;
export const ANY_CUT: int = 2;

// A template: its node, its shape, its cuts, and its text, in places of one size.
export const TEMPLATE_LIMIT: int = 32;
export const TEMPLATE_NODE: int = 0;
export const TEMPLATE_SHAPE: int = 4;
export const TEMPLATE_CUTS: int = 8;
export const TEMPLATE_LENGTH: int = 12;
export const TEMPLATE_LIST: int = 16;
/** Behind `CUTS_LIMIT` cuts. */
export const TEMPLATE_TEXT: int = 4032;
export const TEMPLATE_SIZE: int = 20_480;
export const TEMPLATE_TEXT_LIMIT: int = 16_384;

// A place of the pointer (the first) or of a name of a finished record: the addresses of its start and end.
export const SPAN_SIZE: int = 8;
export const SPAN_END: int = 4;
export const SPANS_LIMIT: int = 256;

// A filling: the pointer of its list, with a slash, and how long that is; the pieces of its text, those of what is
// written aside, those of its key, and their end; the number of the place of its moment (0: none), and that of its taker.
export const FILLING_SIZE: int = 32;
export const FILLING_LIST: int = 0;
export const FILLING_LIST_LENGTH: int = 4;
export const FILLING_TEXT: int = 8;
export const FILLING_ASIDE: int = 12;
export const FILLING_KEY: int = 16;
export const FILLING_END: int = 20;
export const FILLING_MOMENT: int = 24;
export const FILLING_TAKER: int = 28;

// A piece: -1, address and length of what stands there always; or the number of a place, and how many bytes of what
// stands there are left out.
export const PIECE_SIZE: int = 12;
export const PIECE_START: int = 4;
export const PIECE_LENGTH: int = 8;

export const HASH_SIZE: int = 8;
export const LATEST_LIMIT: int = 64;

// What `run` answers.
/** The window is used up. */
export const MORE: int = 0;
/** Take the finished records and call again. */
export const DRAIN: int = 1;
/** One record is too large for the others' place: take it from where it stands, and call again. */
export const LARGE: int = 2;
export const FAILED: int = 3;
/** Within `run` only. */
export const GO_ON: int = 4;
/** A value begins that may have a twin. */
export const ASK: int = 5;

// Values of TWINS: pass over them silently, ask at each, have asked at the one that is next.
export const ASK_NEVER: int = 0;
export const ASK_EACH: int = 1;
export const ASKED: int = 2;
