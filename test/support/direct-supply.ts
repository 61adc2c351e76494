import type { Ports } from '../../src/base/ports.ts';
import type { MediaPlaylist } from '../../src/media/segment.ts';
import type { Loaded, LoadRequest, SegmentSupply, SupplyStats } from '../../src/swarm/supply.ts';
import { allocatePhantom } from './phantom-bytes.ts';

/** The simplest supply there is: one request a load, no retries, no peers. What simulations compare with. */
export function createDirectSupply({ clock, http }: Pick<Ports, 'clock' | 'http'>): SegmentSupply {
  const playlists = new Map<string, MediaPlaylist>();
  let httpBytes = 0;

  const find = ({ target }: LoadRequest) => {
    if (target.kind === 'resource') return target;
    return playlists.get(target.streamKey)!.segments.find(({ id }) => id === target.id)!;
  };

  const load = async (request: LoadRequest): Promise<Loaded> => {
    const startMs = clock.nowMs();
    const { url, range } = find(request);
    const response = await http.request({ url, ...(range && { range }), signal: request.signal });
    if (response.status >= 400) throw new RangeError(`status ${response.status}`);
    const firstByteMs = clock.nowMs();
    const sizeBytes = Number(response.header('content-length'));
    const bytes = request.target.kind === 'segment' ? allocatePhantom(sizeBytes) : new Uint8Array(sizeBytes);
    let offset = 0;
    for await (const chunk of response.body) {
      bytes.set(chunk, offset);
      offset += chunk.length;
      httpBytes += chunk.length;
    }
    return { bytes, url, timing: { startMs, firstByteMs, endMs: clock.nowMs() }, source: 'http' };
  };

  const stats = (): SupplyStats => ({
    httpBytes,
    peerBytes: 0,
    uploadedBytes: 0,
    wastedBytes: 0,
    storedBytes: 0,
    isSharing: false,
    peers: [],
    trackers: [],
    isVerified: null,
  });
  const ignore = () => undefined;

  return {
    on: () => ignore,
    setManifest: ignore,
    setPlaylist: (playlist) => void playlists.set(playlist.streamKey, playlist),
    setPlayhead: ignore,
    load,
    setSharing: ignore,
    stats,
    destroy: ignore,
  };
}
