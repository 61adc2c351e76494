import { parseText } from '../base/check.ts';
import type { FileMedia } from '../media/video.ts';

/** The first result that is not null. */
export function firstOf<Item, Value>(items: Iterable<Item>, read: (item: Item) => Value | null): Value | null {
  for (const item of items) {
    const value = read(item);
    if (value !== null) return value;
  }
  return null;
}

/** A BCP 47 tag as PeerTube writes it (`zh-Hans`); null for anything else. */
export function parseLanguage(value: unknown): string | null {
  const text = parseText(value, 35);
  return text !== null && /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i.test(text) ? text : null;
}

/** `720p`, `1080p60`; a file without a picture has no height. */
export function fileLabel(heightPx: number | null, frameRate: number | null): string {
  if (heightPx === null || heightPx === 0) return 'Audio';
  return `${heightPx}p${frameRate !== null && frameRate >= 50 ? Math.round(frameRate) : ''}`;
}

/** Are these the renditions of a finished film of fragmented MP4? A live lists none. */
export function areMp4(files: readonly FileMedia[]): boolean {
  return files.length > 0 && files.every(({ mimeType }) => mimeType === 'video/mp4' || mimeType === 'audio/mp4');
}
