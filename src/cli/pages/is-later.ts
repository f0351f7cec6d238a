/** Whether a time (RFC 3339) is later than another; no time is later than what is none, and any than nothing. */
export function isLater(time: string, other: string | undefined): boolean {
  if (other === undefined) return !Number.isNaN(Date.parse(time));
  // What Envoy prints is in one form, whose order is that of its letters.
  if (time.length === other.length && time.endsWith('Z') && other.endsWith('Z')) return time > other;
  return Date.parse(time) > Date.parse(other);
}
