import { parseHttpUrl } from '../base/check.ts';
import { type Manifest, type Stream, type StreamKind, streamKey } from '../media/segment.ts';

/** Attributes of one playlist tag, unquoted. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** What another parser knows better of one stream: codecs in the spelling that browsers take. */
export type StreamCodecs = { readonly videoCodec: string | null; readonly audioCodec: string | null };

/** The streams of a film, and which of them a playlist that hls.js names belongs to. */
export type StreamCatalog = {
  readonly manifest: Manifest;
  /** By address, else by what its tag says: every pathway of Content Steering carries the same stream. */
  findStream(kind: StreamKind, playlistUrl: string, attributes: Attributes): Stream | null;
};

/** Bounds hostile playlists; far more than any film has. */
const MAX_STREAMS = 200;
const ATTRIBUTE = /([A-Z0-9-]+)=("[^"]*"|[^,]*)/g;
const AUDIO_CODEC = /^(mp4a|ac-3|ec-3|ac-4|opus|flac|alac|mp3|vorbis|dts|iamf|mha1|mhm1|samr|sawb|\.mp3)/i;
const VIDEO_CODEC = /^(avc|hvc|hev|av01|vp0?[89]|dvh|dva|dav|mp4v|vvc|vvi|lvc|evc)/i;

/** Parses an attribute list (RFC 8216, 4.2). */
export function parseAttributes(text: string): Attributes {
  const attributes: Record<string, string> = Object.create(null);
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    attributes[name] = value.startsWith('"') ? value.slice(1, -1) : value.trim();
  }
  return attributes;
}

/**
 * Lists the streams of a master playlist in its own order, whatever a browser can decode of them, because other
 * viewers count that way. A text that is a media playlist is a film of one stream.
 */
export function createStreamCatalog(
  text: string,
  url: string,
  codecsOf: (playlistUrl: string) => StreamCodecs | null = () => null,
): StreamCatalog {
  const tags = readTags(text, url);
  const mains = tags.length === 0 ? [{ kind: 'main' as const, attributes: {}, playlistUrl: url }] : tags;
  const byUrl = new Map<string, Stream>();
  const byIdentity = new Map<string, Stream>();
  const counts = { main: 0, secondary: 0 };
  for (const tag of mains) {
    const identity = `${tag.kind}:${identityOf(tag.kind, tag.attributes)}`;
    let stream = byUrl.get(`${tag.kind}:${tag.playlistUrl}`) ?? byIdentity.get(identity);
    if (stream === undefined) {
      if (byIdentity.size >= MAX_STREAMS) break;
      stream = createStream(tag, counts[tag.kind]++, codecsOf(tag.playlistUrl) ?? codecsFor(tag, mains));
    }
    if (!byUrl.has(`${tag.kind}:${tag.playlistUrl}`)) byUrl.set(`${tag.kind}:${tag.playlistUrl}`, stream);
    if (!byIdentity.has(identity)) byIdentity.set(identity, stream);
  }
  return {
    manifest: { url, streams: [...new Set(byUrl.values())].sort(byPlace) },
    findStream: (kind, playlistUrl, attributes) =>
      byUrl.get(`${kind}:${playlistUrl}`) ?? byIdentity.get(`${kind}:${identityOf(kind, attributes)}`) ?? null,
  };
}

function byPlace(a: Stream, b: Stream): number {
  return a.kind === b.kind ? a.index - b.index : a.kind === 'main' ? -1 : 1;
}

export type StreamTag = { readonly kind: StreamKind; readonly attributes: Attributes; readonly playlistUrl: string };

/** The tags of a master playlist that name a main stream or sound apart; none of a media playlist. */
export function readTags(text: string, url: string): StreamTag[] {
  const lines = text.split(/\r\n|\r|\n/);
  const variables = readVariables(lines, url);
  const tags: StreamTag[] = [];
  lines.forEach((line, i) => {
    if (line.startsWith('#EXT-X-STREAM-INF:')) {
      const playlistUrl = parseHttpUrl(substitute(addressAfter(lines, i), variables), url);
      const attributes = parseAttributes(substitute(line.slice(18), variables));
      if (playlistUrl !== null) tags.push({ kind: 'main', attributes, playlistUrl });
    } else if (line.startsWith('#EXT-X-MEDIA:')) {
      const attributes = parseAttributes(substitute(line.slice(13), variables));
      // A rendition without an address is carried by the main stream.
      const playlistUrl = attributes.TYPE === 'AUDIO' ? parseHttpUrl(attributes.URI, url) : null;
      if (playlistUrl !== null) tags.push({ kind: 'secondary', attributes, playlistUrl });
    }
  });
  return tags.some((tag) => tag.kind === 'main') ? tags : [];
}

function addressAfter(lines: readonly string[], index: number): string {
  for (let i = index + 1; i < lines.length; i++) {
    const line = lines[i]?.trim() ?? '';
    if (line !== '' && !line.startsWith('#')) return line;
  }
  return '';
}

function readVariables(lines: readonly string[], url: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of lines) {
    if (!line.startsWith('#EXT-X-DEFINE:')) continue;
    const { NAME, VALUE, QUERYPARAM } = parseAttributes(line.slice(14));
    if (NAME !== undefined && VALUE !== undefined) variables.set(NAME, VALUE);
    if (QUERYPARAM !== undefined) variables.set(QUERYPARAM, new URL(url).searchParams.get(QUERYPARAM) ?? '');
  }
  return variables;
}

function substitute(text: string, variables: ReadonlyMap<string, string>): string {
  return variables.size === 0 ? text : text.replace(/\{\$([\w-]+)\}/g, (whole, name) => variables.get(name) ?? whole);
}

/** Equal for the same stream on every server that carries it. */
function identityOf(kind: StreamKind, attributes: Attributes): string {
  const stable = attributes[kind === 'main' ? 'STABLE-VARIANT-ID' : 'STABLE-RENDITION-ID'];
  if (stable !== undefined) return `stable:${stable}`;
  const names =
    kind === 'main'
      ? ['BANDWIDTH', 'RESOLUTION', 'FRAME-RATE', 'CODECS', 'VIDEO-RANGE', 'HDCP-LEVEL', 'NAME']
      : ['GROUP-ID', 'LANGUAGE', 'NAME', 'CHANNELS'];
  // Content Steering clones rename their groups (hls.js appends `_clone_` and the pathway).
  return names.map((name) => attributes[name]?.replace(/_clone_.*$/, '') ?? '').join('|');
}

function createStream(tag: StreamTag, index: number, codecs: StreamCodecs): Stream {
  const { attributes, kind } = tag;
  const [widthPx, heightPx] = parseResolution(attributes.RESOLUTION);
  const frameRate = Number.parseFloat(attributes['FRAME-RATE'] ?? '');
  return {
    key: streamKey(kind, index),
    kind,
    index,
    playlistUrl: tag.playlistUrl,
    bitrateBitsPerSecond:
      Number.parseInt(attributes.BANDWIDTH ?? '', 10) ||
      Number.parseInt(attributes['AVERAGE-BANDWIDTH'] ?? '', 10) ||
      0,
    widthPx,
    heightPx,
    frameRate: Number.isFinite(frameRate) ? frameRate : null,
    videoCodec: codecs.videoCodec,
    audioCodec: codecs.audioCodec,
    language: kind === 'secondary' ? (attributes.LANGUAGE ?? null) : null,
    name: attributes.NAME ?? null,
    channels: attributes.CHANNELS ?? null,
    videoRange: attributes['VIDEO-RANGE'] ?? null,
  };
}

function parseResolution(text: string | undefined): [number | null, number | null] {
  const match = /^(\d{1,6})x(\d{1,6})$/.exec(text ?? '');
  return match === null ? [null, null] : [Number(match[1]), Number(match[2])];
}

/** An audio rendition has the codec of the variants that play it. */
export function codecsFor(tag: StreamTag, tags: readonly StreamTag[]): StreamCodecs {
  const group = tag.attributes['GROUP-ID'];
  const user = tag.kind === 'main' ? tag : tags.find((each) => each.kind === 'main' && each.attributes.AUDIO === group);
  const codecs = (user?.attributes.CODECS ?? '').split(',').map((codec) => codec.trim());
  const audioCodec = codecs.find((codec) => AUDIO_CODEC.test(codec)) ?? null;
  const videoCodec = tag.kind === 'main' ? (codecs.find((codec) => VIDEO_CODEC.test(codec)) ?? null) : null;
  return { videoCodec, audioCodec };
}
