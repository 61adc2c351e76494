import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandShortId, isFilmId, shortenUuid } from '../../../src/source/short-id.ts';

const VECTORS = [
  ['9c9de5e8-0a1e-484a-b099-e80766180a6d', 'kkGMgK9ZtnKfYAgnEtQxbv'],
  ['52a10666-3a18-4e73-93da-e8d3c12c305a', 'bcNbcPUcCeRsDX4QovG3n1'],
  ['00000000-0000-4000-8000-000000000001', '111111114Ay6byqtQtQyDP'],
  ['ffffffff-ffff-4fff-bfff-ffffffffffff', 'xBuEXKpzVpVzLaDrb3orAX'],
  ['bfdbafe0-5a6d-4a11-a0c1-79c483a7289c', 'pG75DFXGf51ia9fSgF6L2s'],
] as const;

describe('shortenUuid', () => {
  it.each(VECTORS)('writes %s as %s, as PeerTube does', (uuid, shortId) => {
    expect(shortenUuid(uuid)).toBe(shortId);
    expect(shortenUuid(uuid.toUpperCase())).toBe(shortId);
  });

  it('gives null for what is no uuid', () => {
    for (const text of ['', 'x', '9c9de5e8-0a1e-484a-b099-e80766180a6', '9c9de5e80a1e484ab099e80766180a6d']) {
      expect(shortenUuid(text)).toBeNull();
    }
  });
});

describe('expandShortId', () => {
  it.each(VECTORS)('reads back %s', (uuid, shortId) => expect(expandShortId(shortId)).toBe(uuid));

  it('is the inverse of shortenUuid for every uuid', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const shortId = shortenUuid(uuid);
        expect(shortId).toHaveLength(22);
        expect(expandShortId(shortId ?? '')).toBe(uuid.toLowerCase());
      }),
    );
  });

  it('refuses other lengths, other letters and numbers beyond 128 bits', () => {
    for (const text of [
      '',
      'kkGMgK9ZtnKfYAgnEtQxb',
      'kkGMgK9ZtnKfYAgnEtQxbvv',
      'kkGMgK9ZtnKfYAgnEtQxb0',
      'Z'.repeat(22),
    ]) {
      expect(expandShortId(text)).toBeNull();
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expandShortId(text);
      }),
    );
  });
});

describe('isFilmId', () => {
  it('takes numbers above zero, uuids and short ids only', () => {
    for (const id of ['1', '42', VECTORS[0][0], VECTORS[0][1]]) expect(isFilmId(id)).toBe(true);
    for (const id of ['0', '-1', '1.5', '007', 'not-an-id', '1'.repeat(17), '']) expect(isFilmId(id)).toBe(false);
  });
});
