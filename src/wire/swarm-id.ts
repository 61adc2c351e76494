import { toBase64, toHex, toUtf8 } from '../base/bytes.ts';
import type { Digest } from '../base/digest.ts';
import type { Manifest, Stream, StreamKind } from '../media/segment.ts';
import { streamShortId } from './stream-short-id.ts';

/**
 * How the viewers of one film have named its swarms through the years:
 * - `v1`: PeerTube up to 7.0 (p2p-media-loader 0.x and 1.x, another wire),
 * - `v2-index`: PeerTube 7.1 to 8.2 (p2p-media-loader 2.0 to 2.2),
 * - `v2-attributes`: p2p-media-loader 2.3, outside PeerTube,
 * - `v2-film`: PeerTube after 8.2, named after the film instead of its address.
 */
export type SwarmGeneration = 'v1' | 'v2-index' | 'v2-attributes' | 'v2-film';

export type SwarmName = {
  /** 40 lower-case hexadecimal digits. */
  readonly infoHash: string;
  readonly generation: SwarmGeneration;
  readonly wire: 'v1' | 'v2';
};

/**
 * The swarms of one stream. `swarm` is the one to join; `old-swarm`: only viewers of PeerTube up to 7.0 could be met,
 * `not-listed`: no name that we know is on the instance's list.
 */
export type StreamSwarms = {
  readonly swarm: { readonly infoHash: string; readonly wire: 'v2' } | null;
  readonly refusal: 'old-swarm' | 'not-listed' | null;
  /** Every name under which this stream may be announced, the newest generation first. */
  readonly names: readonly SwarmName[];
};

export type SwarmNaming = {
  readonly manifest: Manifest;
  /** The master playlist as the instance lists it, where that differs from the address after redirects. */
  readonly playlistUrl?: string;
  readonly sharing:
    | { readonly kind: 'listed'; readonly infoHashes: readonly string[] }
    | { readonly kind: 'open'; readonly swarmId: string | null };
  readonly digest: Digest;
};

/**
 * Finds the swarms of every stream of a film; keys are those of the streams.
 *
 * Where an instance lists swarms, only what it lists comes back: a PeerTube tracker locks an address that announces
 * anything else out for three minutes. Open swarms are named as p2p-media-loader 2.3 names them.
 */
export async function nameSwarms(naming: SwarmNaming): Promise<ReadonlyMap<string, StreamSwarms>> {
  const { manifest, sharing, digest } = naming;
  const swarms = new Map<string, StreamSwarms>();
  if (sharing.kind === 'open') {
    const swarmId = sharing.swarmId ?? withoutQuery(manifest.url);
    for (const stream of manifest.streams) {
      swarms.set(stream.key, chooseSwarm([await nameByAttributes(digest, swarmId, stream)]));
    }
    return swarms;
  }
  const listed = new Set(sharing.infoHashes.map(normaliseInfoHash));
  for (const stream of manifest.streams) {
    const candidates = await listCandidates(naming, stream);
    swarms.set(stream.key, chooseSwarm(candidates.filter((name) => listed.has(name.infoHash))));
  }
  return swarms;
}

/** PeerTube up to 7.0: the digest itself. */
export async function nameByWireV1(digest: Digest, playlistUrl: string, index: number): Promise<SwarmName> {
  const hash = await digest.digest('sha1', toUtf8(`2${playlistUrl}+V${index}`));
  return { infoHash: toHex(hash), generation: 'v1', wire: 'v1' };
}

/** PeerTube 7.1 to 8.2, and p2p-media-loader 2.0 to 2.2: text made of an MD5 that has lost its first byte. */
export async function nameByIndex(
  digest: Digest,
  swarmId: string,
  stream: Pick<Stream, 'kind' | 'index'>,
): Promise<SwarmName> {
  const hash = await digest.digest('md5', toUtf8(`v2-${swarmId}-${stream.kind}-${stream.index}`));
  return { infoHash: textHash(hash.subarray(1, 16)), generation: 'v2-index', wire: 'v2' };
}

/** p2p-media-loader 2.3: streams are told apart by their attributes. */
export async function nameByAttributes(digest: Digest, swarmId: string, stream: Stream): Promise<SwarmName> {
  const index = await streamShortId(digest, stream);
  const hash = await digest.digest('sha1', toUtf8(`v2-${swarmId}-${stream.kind}-${index}`));
  return { infoHash: textHash(hash.subarray(0, 15)), generation: 'v2-attributes', wire: 'v2' };
}

/**
 * PeerTube after 8.2.
 * @param resolution the shorter side in pixels for pictures, `default` for a separate audio track.
 */
export async function nameByFilm(
  digest: Digest,
  film: { readonly uuid: string; readonly kind: StreamKind; readonly resolution: number | 'default' },
): Promise<SwarmName> {
  const hash = await digest.digest('sha1', toUtf8(`pt-v2-${film.uuid}-${film.kind}-default-${film.resolution}`));
  return { infoHash: textHash(hash.subarray(0, 15)), generation: 'v2-film', wire: 'v2' };
}

async function listCandidates(naming: SwarmNaming, stream: Stream): Promise<SwarmName[]> {
  const { manifest, playlistUrl = manifest.url, digest } = naming;
  const urls = [...new Set([playlistUrl, manifest.url].flatMap((url) => [url, withoutQuery(url)]))];
  const names: SwarmName[] = [];
  for (const uuid of [...new Set(urls.flatMap(listUuids))]) {
    for (const resolution of listResolutions(stream)) {
      names.push(await nameByFilm(digest, { uuid, kind: stream.kind, resolution }));
    }
  }
  for (const url of urls) names.push(await nameByAttributes(digest, url, stream));
  for (const url of urls) names.push(await nameByIndex(digest, url, stream));
  if (stream.kind === 'main') for (const url of urls) names.push(await nameByWireV1(digest, url, stream.index));
  return names;
}

function chooseSwarm(names: readonly SwarmName[]): StreamSwarms {
  const best = names.find((name) => name.wire === 'v2');
  if (best !== undefined) return { swarm: { infoHash: best.infoHash, wire: 'v2' }, refusal: null, names };
  return { swarm: null, refusal: names.length > 0 ? 'old-swarm' : 'not-listed', names };
}

/** These generations announce the 20 characters of a base64 text where 20 raw bytes are meant. */
function textHash(bytes: Uint8Array): string {
  return toHex(toUtf8(toBase64(bytes)));
}

/** Instances list hexadecimal digits; the newest may list the 20 characters themselves. */
function normaliseInfoHash(listed: string): string {
  return listed.length === 20 ? toHex(toUtf8(listed)) : listed.toLowerCase();
}

function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** PeerTube's playlists live in a folder that bears the film's uuid. */
function listUuids(url: string): readonly string[] {
  return url.toLowerCase().match(UUID) ?? [];
}

/** An upright picture goes by its width; zero stands for sound without a picture. */
function listResolutions(stream: Stream): readonly (number | 'default')[] {
  if (stream.kind === 'secondary') return ['default'];
  const sides = [stream.heightPx, stream.widthPx].filter((side) => side !== null);
  return sides.length === 0 ? [0] : [...new Set(sides)];
}
