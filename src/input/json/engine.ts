import { jsonKernel } from '../../generated/json-kernel.js';
import { fill as fillPlain } from './kernel/fill.ts';
import { run as runPlain } from './kernel/machine.ts';
import { useHeap } from './kernel/memory.ts';

/** Something that runs the machine of `kernel/` over a heap. */
export interface Engine {
  readonly name: EngineName;
  /** The heap as it is now: growing replaces it. */
  heap(): ArrayBuffer;
  /** Makes the heap at least as large, and keeps what is in it. */
  grow(size: number): void;
  /** See `kernel/machine.ts` and `kernel/fill.ts`. */
  run(from: number, to: number): number;
  fill(first: number, end: number): number;
}

export type EngineName = 'plain' | 'simd';

/** WebAssembly is little-endian, and the heap is written through typed arrays, which are the machine's. */
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The kernel in WebAssembly; undefined where WebAssembly or its SIMD is missing or switched off. */
const compiled = once((): WebAssembly.Module | undefined => {
  try {
    return littleEndian ? new WebAssembly.Module(Buffer.from(jsonKernel, 'base64')) : undefined;
  } catch {
    return undefined;
  }
});

/** As large as most readers need. */
const usualSize = 5 << 20;
const keptSize = 1 << 23;
const idle: { readonly [name in EngineName]: Engine[] } = { plain: [], simd: [] };

/** The named engine, or the fastest there is; what was in its heap is undefined. */
export function acquireEngine(name: EngineName = 'simd'): Engine {
  const waiting = idle[name].pop();
  if (waiting !== undefined) return waiting;
  const module = name === 'plain' ? undefined : compiled();
  return module === undefined ? plainEngine(usualSize) : simdEngine(module, usualSize);
}

/** Keeps an engine for the next reader: V8 reserves gigabytes of addresses for each WebAssembly memory. */
export function releaseEngine(engine: Engine): void {
  const waiting = idle[engine.name];
  if (waiting.length < 4 && engine.heap().byteLength <= keptSize) waiting.push(engine);
}

function plainEngine(size: number): Engine {
  let heap = new ArrayBuffer(size);
  return {
    name: 'plain',
    heap: () => heap,
    grow(wanted) {
      const larger = new ArrayBuffer(wanted);
      new Uint8Array(larger).set(new Uint8Array(heap));
      heap = larger;
    },
    run(from, to) {
      useHeap(heap);
      return runPlain(from, to);
    },
    fill(first, end) {
      useHeap(heap);
      return fillPlain(first, end);
    },
  };
}

const pageSize = 65_536;

function simdEngine(module: WebAssembly.Module, size: number): Engine {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(size / pageSize) });
  const { run, fill } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  if (!isFunction(run) || !isFunction(fill)) throw new TypeError('no kernel of JSON');
  return {
    name: 'simd',
    heap: () => memory.buffer,
    grow(wanted) {
      memory.grow(Math.ceil((wanted - memory.buffer.byteLength) / pageSize));
    },
    run,
    fill,
  };
}

function isFunction(value: unknown): value is (from: number, to: number) => number {
  return typeof value === 'function';
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
