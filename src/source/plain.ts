import { createPlainVideo, type FileMedia, type Sharing, type Video } from '../media/video.ts';
import { mimeTypeOf } from './peertube-film.ts';
import type { PlainLink } from './recognise.ts';
import type { ResolveOptions } from './resolution.ts';

/** A film of which only its address is known. */
export function createLinkedVideo(link: PlainLink, options: ResolveOptions): Video {
  const title = fileNameOf(link.url);
  if (link.kind === 'hls') {
    const media = { kind: 'hls', url: link.url, hashesUrl: null, mirrorUrls: [] } as const;
    return createPlainVideo({ url: link.url, title, media, sharing: decideOpenSharing(options) });
  }
  const sharing: Sharing = { kind: 'none', reason: 'not-hls' };
  return createPlainVideo({ url: link.url, title, media: createFile(link.url), sharing });
}

/** No instance lists this film: it is shared only over trackers that the integrator gave. */
export function decideOpenSharing(options: ResolveOptions): Sharing {
  const trackerUrls = options.trackerUrls ?? [];
  if (trackerUrls.length === 0) return { kind: 'none', reason: 'no-tracker' };
  return { kind: 'open', swarmId: null, trackerUrls, stunUrls: options.stunUrls ?? [], isOnByDefault: true };
}

export function createFile(url: string, known: Partial<FileMedia> = {}): FileMedia {
  return {
    kind: 'file',
    url,
    mimeType: mimeTypeOf(url),
    label: '',
    widthPx: null,
    heightPx: null,
    frameRate: null,
    sizeBytes: null,
    mirrorUrls: [],
    ...known,
  };
}

function fileNameOf(url: string): string {
  const name = new URL(url).pathname.split('/').pop() ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
