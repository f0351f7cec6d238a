/** What a redacted source is called: its label without what is wrapped around it, and nothing that leads elsewhere. */
import type { Pseudonyms } from './pseudonyms/pseudonyms.ts';

/** `proxies/web.json.gz` → `proxies/web.json`; unique among those taken. */
export function fileNameOf(source: string, taken: ReadonlySet<string>, pseudonyms: Pseudonyms | undefined): string {
  const parts = source
    .split(/[/\\!]/u)
    .map((part) => part.replaceAll(/[^\w.@=+~-]/gu, '_'))
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  const file = (parts.at(-1) ?? 'dump').replace(/(?:\.(?:json|ya?ml|txt|gz|tgz|tar|zip))+$/iu, '');
  const folders = parts.slice(0, -1).map((part) => part.replace(/\.(?:tar|tgz|tar\.gz|zip)$/iu, ''));
  const named = [...folders, file === '' ? 'dump' : file].map((part) => pseudonyms?.text(part) ?? part).join('/');
  for (let count = 1; ; count += 1) {
    const path = count === 1 ? `${named}.json` : `${named}-${count}.json`;
    if (!taken.has(path)) return path;
  }
}
