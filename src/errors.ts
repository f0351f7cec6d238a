/** What a person needs to get on: what we saw, where, what it means, what to do. */
export interface Explanation {
  /** What went wrong, as one sentence without a full stop. */
  readonly what: string;
  /** The file, option or position it is about. */
  readonly where?: string;
  /** What follows from it. */
  readonly meaning?: string;
  /** What the user can do now, as an imperative sentence. */
  readonly todo?: string;
}

/** An error the user can cause and mend; it ends the program with exit code 2 and no stack. */
export abstract class UserError extends Error implements Explanation {
  readonly what: string;
  readonly where?: string;
  readonly meaning?: string;
  readonly todo?: string;

  constructor(explanation: Explanation, options?: ErrorOptions) {
    super(explanation.what, options);
    this.name = new.target.name;
    this.what = explanation.what;
    if (explanation.where !== undefined) this.where = explanation.where;
    if (explanation.meaning !== undefined) this.meaning = explanation.meaning;
    if (explanation.todo !== undefined) this.todo = explanation.todo;
  }
}

/** The command line asks for something that makes no sense or is incomplete. */
export class UsageError extends UserError {}

/** A source that the user named could not be read, or is not what it should be. */
export class InputError extends UserError {}
