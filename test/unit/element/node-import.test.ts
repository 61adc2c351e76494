import { describe, expect, it } from 'vitest';

describe('the package in Node', () => {
  it('imports without a DOM and defines no element', async () => {
    const library = await import('../../../src/index.ts');
    await import('../../../src/element/define.ts');
    expect(typeof library.createPlayer).toBe('function');
    expect('customElements' in globalThis).toBe(false);
    expect(() => library.definePlayerElement()).not.toThrow();
  });
});
