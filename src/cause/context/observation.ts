/** What a person or a log saw of a connection, where that is given beside the dumps. */
export interface Observation {
  /** HTTP status the caller got. */
  readonly status?: number;
  /** Response flags of an access log. */
  readonly flags: readonly string[];
  readonly curlExit?: number;
  /** Whatever else was said: body, error text, failure reason, user agent. Lower case. */
  readonly text: string;
}
