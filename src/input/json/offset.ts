/** An offset below 1 GiB as an integer, which takes no memory of its own. */
export function offset(float: number): number {
  return float < 2 ** 30 ? float | 0 : float;
}
