/**
 * fast-check, asking the same questions in each run, so that a failure is the doing of a change and not of luck.
 * `PROPERTY_SEED=7 npm run test:fast` asks others.
 */
import * as fc from 'fast-check';

const seed = Number(process.env['PROPERTY_SEED'] ?? 1);
if (!Number.isInteger(seed)) throw new Error('PROPERTY_SEED is a whole number');
fc.configureGlobal({ seed });

export * from 'fast-check';
