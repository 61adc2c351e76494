import { describe, expect, it } from 'vitest';
import { shortenUuid } from '../../../demo/server/short-uuid.ts';

describe('shortenUuid', () => {
  it.each([
    ['9c9de5e8-0a1e-484a-b099-e80766180a6d', 'kkGMgK9ZtnKfYAgnEtQxbv'],
    ['52a10666-3a18-4e73-93da-e8d3c12c305a', 'bcNbcPUcCeRsDX4QovG3n1'],
    ['00000000-0000-4000-8000-000000000001', '111111114Ay6byqtQtQyDP'],
    ['ffffffff-ffff-4fff-bfff-ffffffffffff', 'xBuEXKpzVpVzLaDrb3orAX'],
  ])('writes %s as %s', (uuid, short) => {
    expect(shortenUuid(uuid)).toBe(short);
  });
});
