/** The findings of an explanation, without where they stand and how to ask again. */
export function story(stdout: string): string[] {
  return stdout.split('\n').filter((line) => /^[✗✓?]|^ +[✗✓?] /u.test(line));
}

/** The whole explanation, whether the dumps of the pods of `demo` are files or were fetched; without how to ask again. */
export function sameAnywhere(stdout: string): string {
  return stdout
    .replaceAll(/pod\/([\w-]+)\.demo(?:@east)?/gu, '$1.json')
    .replace(/^ *Check it .*(?:\n {4,}.*)*/mu, '')
    .replaceAll(/ +/gu, ' ');
}
