import { describe, expect, it } from 'vitest';
import { PlayerError } from '../../../src/base/errors.ts';
import { clamp, rangeHeader, rangeSizeBytes } from '../../../src/base/units.ts';

describe('rangeHeader', () => {
  it('writes an inclusive end, or none', () => {
    expect(rangeHeader({ start: 0, end: 10 })).toBe('bytes=0-9');
    expect(rangeHeader({ start: 5, end: Number.POSITIVE_INFINITY })).toBe('bytes=5-');
  });
});

describe('rangeSizeBytes', () => {
  it('counts half-open ranges', () => {
    expect(rangeSizeBytes({ start: 5, end: 9 })).toBe(4);
  });
});

describe('clamp', () => {
  it('keeps a value within its bounds', () => {
    expect([clamp(-1, 0, 2), clamp(1, 0, 2), clamp(3, 0, 2)]).toEqual([0, 1, 2]);
  });
});

describe('PlayerError', () => {
  it('carries a code, a cause and facts', () => {
    const cause = new RangeError('why');
    const error = new PlayerError('network', 'No answer came.', { cause, context: { url: 'x' } });
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.cause, error.context]).toEqual([
      'PlayerError',
      'network',
      cause,
      { url: 'x' },
    ]);
    expect('cause' in new PlayerError('network', 'x')).toBe(false);
  });
});
