// oxlint-disable typescript/no-extraneous-class -- Module is opaque

/** What kernels use of WebAssembly: TypeScript has it for browsers only. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    constructor(descriptor: { readonly initial: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}

/** Written by tools/generate/json-kernel.mjs. */
declare module '*/generated/json-kernel.js' {
  /** The kernel in WebAssembly, in base64. */
  export const jsonKernel: string;
}

/** Written by tools/generate/secret-marks.mjs. */
declare module '*/generated/secret-marks.js' {
  /** The kernel in WebAssembly, in base64. */
  export const secretMarks: string;
}
