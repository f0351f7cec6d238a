export { InputError, UsageError, UserError } from './errors.ts';
export type { Explanation } from './errors.ts';
export { version } from './version.ts';
