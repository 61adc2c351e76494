import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlayerError } from '../../src/base/errors.ts';
import { IDLE_PLAYHEAD } from '../../src/media/playhead.ts';
import type { Manifest, MediaPlaylist, Segment } from '../../src/media/segment.ts';
import type { LoadRequest, LoadTarget, SegmentSupply } from '../../src/swarm/supply.ts';

export type SupplyStage = {
  readonly supply: SegmentSupply;
  readonly manifest: Manifest;
  /** One stream of it, with at least four segments. */
  readonly playlist: MediaPlaylist;
  /** What a segment's bytes are. */
  bytesOf(segment: Segment): Promise<Uint8Array>;
  /** A file of the same server that no playlist lists, of at least 100 bytes. */
  readonly resourceUrl: string;
  resourceBytes(): Promise<Uint8Array>;
  /** The server answers 404. */
  readonly lostUrl: string;
  /** Pass time until the promise settles, where time is virtual. */
  settle<Value>(promise: Promise<Value>): Promise<Value>;
  dispose(): void | Promise<void>;
};

/** What every implementation of the `SegmentSupply` port does for playback, with no peer in sight. */
export function describeSegmentSupply(name: string, createStage: () => Promise<SupplyStage>): void {
  describe(name, () => {
    let stage: SupplyStage;
    let segments: readonly Segment[];
    beforeEach(async () => {
      stage = await createStage();
      stage.supply.setManifest(stage.manifest);
      stage.supply.setPlaylist(stage.playlist);
      segments = stage.playlist.segments;
      stage.supply.setPlayhead({ ...IDLE_PLAYHEAD, isPaused: false, activeStreams: [stage.playlist.streamKey] });
    });
    afterEach(() => stage.dispose());

    const never = () => new AbortController().signal;
    const targetOf = (segment: Segment): LoadTarget => ({
      kind: 'segment',
      streamKey: segment.streamKey,
      id: segment.id,
    });
    const load = (target: LoadTarget, more: Partial<LoadRequest> = {}) =>
      stage.settle(stage.supply.load({ target, signal: never(), ...more }));
    const failureOf = (promise: Promise<unknown>): Promise<PlayerError> =>
      promise.then(
        () => expect.unreachable('it was to reject'),
        (error) => error,
      );

    it('loads a segment whole, and says when and from where', async () => {
      const loaded = await load(targetOf(segments[1]!));
      expect(loaded.bytes).toEqual(await stage.bytesOf(segments[1]!));
      expect(['http', 'store']).toContain(loaded.source);
      expect(loaded.url).toBe(segments[1]!.url);
      const { startMs, firstByteMs, endMs } = loaded.timing;
      expect(startMs).toBeLessThanOrEqual(firstByteMs);
      expect(firstByteMs).toBeLessThanOrEqual(endMs);
    });

    it('gives every caller a copy to do with as he likes', async () => {
      const first = await load(targetOf(segments[0]!));
      structuredClone(first.bytes.buffer, { transfer: [first.bytes.buffer] });
      expect(first.bytes.length).toBe(0);
      const second = await load(targetOf(segments[0]!));
      second.bytes.fill(0);
      const third = await load(targetOf(segments[0]!));
      expect(third.bytes).toEqual(await stage.bytesOf(segments[0]!));
    });

    it('loads two segments at once', async () => {
      const both = await Promise.all([load(targetOf(segments[2]!)), load(targetOf(segments[3]!))]);
      expect(both[0].bytes).toEqual(await stage.bytesOf(segments[2]!));
      expect(both[1].bytes).toEqual(await stage.bytesOf(segments[3]!));
    });

    it('loads other files, whole or a part', async () => {
      const target = { kind: 'resource', url: stage.resourceUrl, range: null } as const;
      const all = await stage.resourceBytes();
      expect((await load(target)).bytes).toEqual(all);
      const part = await load({ ...target, range: { start: 10, end: 60 } });
      expect(part.bytes).toEqual(all.slice(10, 60));
    });

    it('reports progress that never decreases, and none once it is done', async () => {
      const reports: number[] = [];
      let isDone = false;
      const loaded = await load(targetOf(segments[1]!), {
        onProgress: (loadedBytes, totalBytes) => {
          expect(isDone).toBe(false);
          if (totalBytes !== null) expect(loadedBytes).toBeLessThanOrEqual(totalBytes);
          reports.push(loadedBytes);
        },
      });
      isDone = true;
      expect(reports).toEqual([...reports].sort((a, b) => a - b));
      if (loaded.source === 'http') expect(reports.at(-1)).toBe(loaded.bytes.length);
    });

    it('lets go of a load when it is told to, with the reason it was given, and of no other', async () => {
      const controller = new AbortController();
      const aborted = failureOf(load(targetOf(segments[2]!), { signal: controller.signal }));
      const other = load(targetOf(segments[2]!));
      const reason = new DOMException('The viewer moved on.', 'AbortError');
      controller.abort(reason);
      expect(await aborted).toBe(reason);
      expect((await other).bytes).toEqual(await stage.bytesOf(segments[2]!));
      expect(await failureOf(load(targetOf(segments[2]!), { signal: controller.signal }))).toBe(reason);
    });

    it('knows no segment that no playlist lists', async () => {
      const error = await failureOf(load({ kind: 'segment', streamKey: stage.playlist.streamKey, id: 999_999 }));
      expect(error.code).toBe('unknown-segment');
    });

    it('hands on what the server answered', async () => {
      const error = await failureOf(load({ kind: 'resource', url: stage.lostUrl, range: null }));
      expect(error.code).toBe('http-status');
      expect(error.context.status).toBe(404);
    });

    it('counts every byte from servers once, and tells of it', async () => {
      let toldBytes = 0;
      stage.supply.on('bytesReceived', ({ bytes, from }) => {
        expect(from).toBe('http');
        toldBytes += bytes;
      });
      const loaded = await load({ kind: 'resource', url: stage.resourceUrl, range: null });
      const stats = stage.supply.stats();
      expect(stats.httpBytes).toBe(toldBytes);
      expect(stats.httpBytes).toBeGreaterThanOrEqual(loaded.bytes.length);
      expect(stats).toMatchObject({ peerBytes: 0, uploadedBytes: 0, peers: [] });
      expect(stats.isVerified).not.toBe(true);
    });

    it('goes on loading when sharing is off', async () => {
      stage.supply.setSharing(false);
      expect(stage.supply.stats().isSharing).toBe(false);
      expect((await load(targetOf(segments[3]!))).bytes).toEqual(await stage.bytesOf(segments[3]!));
    });

    it('rejects what is under way when it is destroyed, and everything after', async () => {
      const pending = failureOf(load(targetOf(segments[0]!)));
      stage.supply.destroy();
      stage.supply.destroy();
      expect((await pending).code).toBe('destroyed');
      expect((await failureOf(load(targetOf(segments[1]!)))).code).toBe('destroyed');
      stage.supply.setPlayhead(IDLE_PLAYHEAD);
      stage.supply.setPlaylist(stage.playlist);
      stage.supply.setSharing(true);
      expect(stage.supply.stats().isSharing).toBe(false);
    });
  });
}
