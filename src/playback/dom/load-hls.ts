import type HlsClass from 'hls.js';

/** What the page can fetch of hls.js: the whole, or what a finished film of fragmented MP4 needs. */
export type HlsKind = 'whole' | 'fmp4';

/** Fetched on demand: a page that plays nothing does not pay for it. Where one build has both, they are the same. */
export async function loadHls(kind: HlsKind): Promise<typeof HlsClass> {
  if (kind === 'fmp4') return (await import('./hls-fmp4.ts')).Hls;
  return (await import('hls.js')).default;
}
