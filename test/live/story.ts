/** The findings of an explanation, without where they stand and how to ask again. */
export function story(stdout: string): string[] {
  return stdout.split('\n').filter((line) => /^[✗✓?]|^ +[✗✓?] /u.test(line));
}
