import { codecsFor, readTags } from './master-playlist.ts';

/** Sound alone is usually about this much; quality selection has nothing to choose from anyway. */
const ASSUMED_BITS_PER_SECOND = 128_000;
/** What media playlists may depend on. */
const KEPT_LINES = /^#EXT(?:M3U|-X-(?:VERSION|DEFINE|SESSION-KEY|INDEPENDENT-SEGMENTS))\b/;

/**
 * A master playlist with nothing of a film but its sound: the variant without a picture, else the sound apart that is
 * played by default. Null where there is neither, or where there is no picture to leave out.
 */
export function extractAudioOnly(text: string, url: string): string | null {
  const tags = readTags(text, url);
  const hasPicture = (tag: (typeof tags)[number]) =>
    tag.kind === 'main' && (tag.attributes.RESOLUTION !== undefined || codecsFor(tag, tags).videoCodec !== null);
  if (!tags.some(hasPicture)) return null;
  const apart = tags.filter((tag) => tag.kind === 'secondary');
  const sound =
    tags.find((tag) => tag.kind === 'main' && !hasPicture(tag) && codecsFor(tag, tags).audioCodec !== null) ??
    apart.find((tag) => tag.attributes.DEFAULT === 'YES') ??
    apart[0];
  if (sound === undefined) return null;
  const { audioCodec } = codecsFor(sound, tags);
  const bandwidth = sound.kind === 'main' ? sound.attributes.BANDWIDTH : undefined;
  const codecs = audioCodec === null ? '' : `,CODECS="${audioCodec}"`;
  const kept = text.split(/\r\n|\r|\n/).filter((line) => KEPT_LINES.test(line));
  const inf = `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth ?? ASSUMED_BITS_PER_SECOND}${codecs}`;
  return [...kept, inf, sound.playlistUrl, ''].join('\n');
}
