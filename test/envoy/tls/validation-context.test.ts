import { describe, expect, it } from 'vitest';
import { emptyValidation, mergeValidation } from '../../../src/envoy/tls/validation-context.ts';
import { mint } from '../../mint/mint.ts';

const root = await mint({ subject: 'CN=root', ca: true });
const inline = (pem: string) => ({ kind: 'inline', pem }) as const;
const file = { kind: 'file', filename: '/etc/certs/x.pem' } as const;

describe('mergeValidation', () => {
  const uri = { type: 'URI', matcher: { kind: 'exact', value: 'a' } } as const;
  const any = { type: 'any', matcher: { kind: 'exact', value: 'b' } } as const;

  it('concatenates lists and lets the secret set what it sets', () => {
    const base = { ...emptyValidation, sans: [any], certificateHashes: ['1'], maxVerifyDepth: 1, allowExpired: true };
    const merged = mergeValidation(base, {
      ...emptyValidation,
      sans: [any],
      certificateHashes: ['2'],
      maxVerifyDepth: 2,
    });
    expect(merged).toMatchObject({
      sans: [any, any],
      certificateHashes: ['1', '2'],
      maxVerifyDepth: 2,
      allowExpired: true,
    });
  });

  it('overlooks untyped matchers where there are typed ones', () => {
    const untyped = { ...emptyValidation, sans: [any], sansField: 'match_subject_alt_names' } as const;
    const typed = { ...emptyValidation, sans: [uri], sansField: 'match_typed_subject_alt_names' } as const;
    expect(mergeValidation(untyped, typed).sans).toEqual([uri]);
    expect(mergeValidation(typed, untyped).sans).toEqual([uri]);
  });

  it('all comes through the merge', () => {
    const full = {
      ...emptyValidation,
      spkiHashes: ['k'],
      acceptUntrusted: true,
      allowExpired: true,
      onlyVerifyLeafCrl: true,
      maxVerifyDepth: 3,
      trustedCa: { source: inline(root.pem) },
      crl: file,
      spiffe: [{ trustDomain: 'td', bundle: { source: inline(root.pem) } }],
      unrecognisedValidator: 'mine',
    };
    expect(mergeValidation(full, emptyValidation)).toEqual(full);
    expect(mergeValidation(emptyValidation, full)).toEqual(full);
    const empty = mergeValidation(emptyValidation, emptyValidation);
    expect(empty).toEqual(emptyValidation);
    expect(Object.keys(empty).toSorted()).toEqual(Object.keys(emptyValidation).toSorted());
    expect(mergeValidation(full, { ...full, spkiHashes: ['l'] }).spkiHashes).toEqual(['k', 'l']);
    const scalar = { trustedCa: { source: file }, crl: inline('x'), maxVerifyDepth: 4, unrecognisedValidator: 'other' };
    const spiffe = [{ trustDomain: 'other', bundle: { source: file } }];
    expect(mergeValidation(full, { ...full, ...scalar, spiffe })).toMatchObject({ ...scalar, spiffe });
  });

  it('names the field that the matchers in use were written in', () => {
    const san = { type: 'URI', matcher: { kind: 'exact', value: 'a' } } as const;
    const sansField = 'verify_subject_alt_name' as const;
    expect(mergeValidation({ ...emptyValidation, sansField }, { ...emptyValidation, sans: [san] })).not.toHaveProperty(
      'sansField',
    );
    expect(mergeValidation({ ...emptyValidation, sans: [san], sansField }, emptyValidation)).toMatchObject({
      sansField,
    });
  });
});
