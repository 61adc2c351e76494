import { toBase64, toUtf8 } from '../base/bytes.ts';
import type { Digest } from '../base/digest.ts';
import type { Stream } from '../media/segment.ts';

/**
 * The name of a stream within a film in p2p-media-loader 2.3: the SHA-1 of its attributes in base64.
 * Every viewer has to build the same text, whatever player parsed the playlist.
 */
export async function streamShortId(digest: Digest, stream: Stream): Promise<string> {
  return toBase64(await digest.digest('sha1', toUtf8(describeStream(stream))));
}

/** `bitrate-codecs-width-height-language-channels-name-fps-range`; what a stream lacks stays empty. */
export function describeStream(stream: Stream): string {
  if (stream.kind === 'secondary') {
    const language = describeLanguage(stream.language);
    const channels = stream.channels?.split('/')[0] ?? '';
    const name = stream.name?.toLowerCase().trim() ?? '';
    return `0-${describeCodecs(stream.audioCodec)}---${language}-${channels}-${name}--`;
  }
  // A playlist without a master says nothing of its stream.
  if (stream.bitrateBitsPerSecond === 0) return '0--------';
  const size = `${stream.widthPx ?? ''}-${stream.heightPx ?? ''}`;
  const frameRate = stream.frameRate === null || stream.frameRate === 0 ? '' : String(stream.frameRate);
  const range = stream.videoRange?.toUpperCase().trim() ?? '';
  return `${stream.bitrateBitsPerSecond}-${describeCodecs(stream.videoCodec)}-${size}----${frameRate}-${range}`;
}

function describeCodecs(codecs: string | null): string {
  if (codecs === null || codecs === '') return '';
  return codecs
    .split(',')
    .map((codec) => describeCodec(codec.trim().toLowerCase()))
    .sort()
    .join(',');
}

/** Old files write AVC's profile and level in decimal (`avc1.66.30`): RFC 6381 writes `avc1.42001e`. */
function describeCodec(codec: string): string {
  const match = /^(avc1?)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(codec);
  if (match === null) return codec;
  const [profile, level] = [match[2], match[3]].map((part) => Number(part).toString(16).padStart(2, '0'));
  return `${match[1]}.${profile}00${level}`;
}

function describeLanguage(language: string | null): string {
  return language === null || language === 'und' ? '' : language.slice(0, 2).toLowerCase();
}
