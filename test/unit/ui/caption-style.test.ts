import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../../../src/base/storage.ts';
import {
  captionCss,
  DEFAULT_CAPTION_STYLE,
  keepCaptionStyle,
  readCaptionStyle,
} from '../../../src/ui/caption-style.ts';

describe('caption style', () => {
  it('is kept and read again', () => {
    const storage = createMemoryStorage();
    const style = { sizePercent: 150, colour: '#ffee00', backgroundPercent: 25, edge: 'outline' } as const;
    keepCaptionStyle(storage, style);
    expect(readCaptionStyle(storage)).toEqual(style);
    expect(captionCss(style)).toContain('font-size:150%;color:#ffee00');
  });

  it('leaves nothing behind when it is the usual one', () => {
    const storage = createMemoryStorage();
    keepCaptionStyle(storage, { ...DEFAULT_CAPTION_STYLE, sizePercent: 200 });
    keepCaptionStyle(storage, DEFAULT_CAPTION_STYLE);
    expect(storage.read('caption-style')).toBeNull();
    expect(captionCss(DEFAULT_CAPTION_STYLE)).toBe('');
  });

  it('trusts nothing that it finds', () => {
    const storage = createMemoryStorage();
    storage.write(
      'caption-style',
      '{"sizePercent":1e9,"colour":"red;}*{display:none","backgroundPercent":"x","edge":7}',
    );
    expect(readCaptionStyle(storage)).toEqual(DEFAULT_CAPTION_STYLE);
    storage.write('caption-style', 'not json');
    expect(readCaptionStyle(storage)).toEqual(DEFAULT_CAPTION_STYLE);
  });
});
