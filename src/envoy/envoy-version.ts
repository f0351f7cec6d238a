/** Envoy's version, where its behaviour changed. */

/** Whether `version` (`1.40.0`, as in `/server_info`) is at least 1.`minor`; an unknown version counts as a current one. */
export function isAtLeast(version: string, minor: number): boolean {
  const match = /^(?<major>\d+)\.(?<minor>\d+)/u.exec(version);
  if (match === null) return true;
  return Number(match.groups?.['major']) > 1 || Number(match.groups?.['minor']) >= minor;
}
