import { Option } from 'commander';

/** An option that may be given several times, or once with commas. */
export function several(flags: string, text: string): Option {
  return new Option(flags, text).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    ...value.split(','),
  ]);
}
