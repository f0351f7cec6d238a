import type { Member } from './archive/member.ts';
import { collectChunks, peek } from './bytes/chunks.ts';
import type { Chunks, Peeked } from './bytes/chunks.ts';
import { gunzip } from './bytes/gunzip.ts';
import { blanked, preambleLength } from './bytes/preamble.ts';
import { sniff, sniffed } from './bytes/sniff.ts';
import type { Appearance } from './bytes/sniff.ts';
import { utf16ToUtf8 } from './bytes/utf16.ts';
import type { Limits } from './limits.ts';
import { Unusable } from './unusable.ts';

/** Bytes that are no archive, decompressed, with how they begin. */
export interface Plain {
  readonly kind: 'plain';
  /** Path inside the archives around it, `outer!inner`; empty where there is none. */
  readonly member: string;
  readonly appearance: Appearance;
  readonly head: Uint8Array;
  /** Must be taken before the next one is asked for. */
  readonly chunks: Chunks;
}

/** A member of an archive whose own wrapping is damaged; the others are still read. */
export interface Broken {
  readonly kind: 'broken';
  readonly member: string;
  readonly error: unknown;
}

/**
 * Takes off whatever is wrapped around the content, by its bytes: gzip, tar, zip, UTF-16, in any order.
 * `path` lets a zip be read where it lies instead of from memory.
 */
export async function* expand(chunks: Chunks, limits: Limits, path?: string): AsyncGenerator<Plain | Broken> {
  yield* unwrap({ member: '', chunks }, { limits, depth: 0 }, path);
}

interface Wrapped {
  readonly member: string;
  readonly chunks: Chunks;
}

interface Within {
  readonly limits: Limits;
  readonly depth: number;
}

async function* unwrap(from: Wrapped, within: Within, path?: string): AsyncGenerator<Plain | Broken> {
  if (within.depth > within.limits.nesting) {
    const many = `more than ${within.limits.nesting} wrappings around each other`;
    throw new Unusable('too-large', many, 'unpack it yourself');
  }
  const peeked = await peek(from.chunks, sniffed);
  try {
    yield* content(from.member, peeked, within, path);
  } finally {
    await peeked.close();
  }
}

async function* content(
  member: string,
  { head, all }: Peeked,
  { limits, depth }: Within,
  path: string | undefined,
): AsyncGenerator<Plain | Broken> {
  const deeper = { limits, depth: depth + 1 };
  const preamble = preambleLength(head);
  if (preamble > 0) {
    yield* unwrap({ member, chunks: blanked(all, preamble) }, deeper);
    return;
  }
  const appearance = sniff(head);
  switch (appearance) {
    case 'gzip':
      yield* unwrap({ member, chunks: gunzip(all, limits) }, deeper);
      return;
    case 'utf-16':
      yield* unwrap({ member, chunks: utf16ToUtf8(head, all) }, deeper);
      return;
    case 'tar': {
      const { tarMembers } = await import('./archive/tar.ts');
      yield* members(member, tarMembers(all), deeper);
      return;
    }
    case 'zip': {
      const { zipMembers } = await import('./archive/zip.ts');
      const zip = path ?? (await collectChunks(all, limits.heldBytes, tooLargeZip));
      yield* members(member, zipMembers(zip), deeper);
      return;
    }
    case 'empty':
    case 'json':
    case 'html':
    case 'binary':
    case 'text':
      yield { kind: 'plain', member, appearance, head, chunks: limited(all, limits) };
  }
}

async function* members(outer: string, inner: AsyncIterable<Member>, within: Within): AsyncGenerator<Plain | Broken> {
  let count = 0;
  for await (const { path, chunks } of inner) {
    count += 1;
    if (count > within.limits.files) {
      throw new Unusable('too-large', `an archive with more than ${within.limits.files} files`, 'unpack it yourself');
    }
    const member = outer === '' ? path : `${outer}!${path}`;
    try {
      if (chunks === undefined) throw leadsOut();
      yield* unwrap({ member, chunks }, within);
    } catch (error) {
      yield { kind: 'broken', member, error };
    }
  }
}

async function* limited(chunks: Chunks, { sourceBytes }: Limits): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > sourceBytes) {
      const many = `more than ${Math.floor(sourceBytes / 2 ** 20)} MiB of text`;
      throw new Unusable('too-large', many, 'split it, or ask the proxy for less: /config_dump?resource=…');
    }
    yield chunk;
  }
}

function tooLargeZip(): Unusable {
  return new Unusable('too-large', 'a large zip archive inside of something else', 'unpack the outer one yourself');
}

function leadsOut(): Unusable {
  return new Unusable('unreadable', 'a file whose name leads out of its archive', 'do not trust where it came from');
}
