/** How much is read before reading stops with a clear sentence; no memory is set aside for any of it. */
export interface Limits {
  /** Bytes of one source after decompression. */
  readonly sourceBytes: number;
  /** How many times larger than the compressed bytes the decompressed ones may be, beyond `ratioFrom`. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Bytes of one YAML source: its parser builds the whole tree, at about 2 MB/s. */
  readonly yamlBytes: number;
  /** Files and members in one folder or archive. */
  readonly files: number;
  /** Wrappings around each other: a `.json.gz` in a `.tar.gz` has three. */
  readonly nesting: number;
  /** A zip inside of something else is held in memory, because its list of members stands at its end. */
  readonly heldBytes: number;
}

export const defaultLimits: Limits = {
  sourceBytes: 16 * 2 ** 30,
  ratio: 500,
  ratioFrom: 256 * 2 ** 20,
  yamlBytes: 64 * 2 ** 20,
  files: 200_000,
  nesting: 6,
  heldBytes: 512 * 2 ** 20,
};
