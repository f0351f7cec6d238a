/** `manifest.json` of a bundle: who captured what, when, with which versions, and what is missing. */
import { manifestKind } from '../../input/format/capture-manifest.ts';
import type { CapturedWord } from './work-folder.ts';

/** What is known when a capture ends. */
export interface CaptureFacts {
  readonly capturedAt: Date;
  readonly by: string | undefined;
  readonly version: string;
  readonly pseudonyms: boolean;
  /** Proxies that run were asked: what they say is as old as the capture. */
  readonly live: boolean;
  /** Pods beyond the limit. */
  readonly leftOut: number;
  readonly words: readonly CapturedWord[];
}

/** The manifest's text; but for `capturedAt` the same for the same input. */
export function manifestText({ capturedAt, by, version, pseudonyms, live, leftOut, words }: CaptureFacts): string {
  const manifest = {
    capture: manifestKind,
    formatVersion: 1,
    capturedAt: capturedAt.toISOString(),
    live,
    ...(by !== undefined && { capturedBy: by }),
    mtlscope: version,
    redacted: true,
    pseudonyms,
    proxies: words.flatMap(({ proxies }) => proxies).toSorted(byFields('namespace', 'name')),
    files: words.flatMap(({ files }) => files).toSorted(byFields('path', 'sha256')),
    missing: words.flatMap(({ missing }) => missing).toSorted(),
    ...(leftOut > 0 && { podsBeyondLimit: leftOut }),
  };
  return `${JSON.stringify(manifest, undefined, 1)}\n`;
}

function byFields<K extends string>(first: K, second: K): (one: Record<K, string>, other: Record<K, string>) => number {
  const key = (value: Record<K, string>): string => `${value[first]}\0${value[second]}`;
  return (one, other) => (key(one) < key(other) ? -1 : Number(key(one) > key(other)));
}
