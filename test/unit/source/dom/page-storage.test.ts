import { describe, expect, it } from 'vitest';
import { createPageStorage } from '../../../../src/source/dom/page-storage.ts';

describe('createPageStorage', () => {
  it('keeps values in memory where the browser has no storage', () => {
    const storage = createPageStorage('local');
    expect(storage.read('access_token')).toBeNull();
    storage.write('access_token', 'a');
    expect(storage.read('access_token')).toBe('a');
    storage.write('access_token', null);
    expect(storage.read('access_token')).toBeNull();
  });
});
