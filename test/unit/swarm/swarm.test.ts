import { describe, expect, it } from 'vitest';
import { createSwarm } from '../../../src/swarm/swarm.ts';
import type { Link } from '../../../src/wire/link.ts';
import { SessionV2 } from '../../../src/wire/session-v2.ts';
import { createFilm, createStage, type StageViewer } from '../../support/swarm-stage.ts';

const FILM = createFilm({ segments: 20, segmentBytes: 200_000 });
const FILM_BYTES = FILM.playlist.segments.reduce((sum, { range }) => sum + range!.end - range!.start, 0);
const EVERY_SEGMENT = FILM.playlist.segments.map(({ id }) => id);

function expectWatched(viewer: StageViewer): void {
  expect([...viewer.played].sort((a, b) => a - b)).toEqual(EVERY_SEGMENT);
  expect(viewer.wrong).toEqual([]);
  expect(viewer.errors).toEqual([]);
}

describe('createSwarm', () => {
  it('plays by HTTP where there is nobody', async () => {
    const stage = createStage({ film: FILM });
    const viewer = stage.addViewer();
    viewer.watch();
    await stage.run(90_000);
    expectWatched(viewer);
    expect(viewer.stalledMs).toBe(0);
    expect(stage.origin.mediaBytes).toBe(FILM_BYTES);
  });

  it('lets a second viewer watch from the first, every byte counted once', async () => {
    const stage = createStage({ film: FILM });
    const first = stage.addViewer();
    first.watch();
    await stage.run(10_000);
    const second = stage.addViewer();
    second.watch();
    await stage.run(90_000);
    expectWatched(first);
    expectWatched(second);
    const sent = first.supply.stats();
    const got = second.supply.stats();
    expect(got.peerBytes / FILM_BYTES).toBeGreaterThan(0.9);
    expect(sent.uploadedBytes).toBe(got.peerBytes);
    const hashBytes = 2 * FILM.hashes.length;
    expect(sent.httpBytes + got.httpBytes).toBe(stage.origin.mediaBytes);
    expect(hashBytes).toBeGreaterThan(0);
    expect(got.wastedBytes / FILM_BYTES).toBeLessThan(0.02);
    expect(second.stalledMs).toBe(0);
  });

  it('goes on when the one who sends vanishes in the middle of a segment', async () => {
    const stage = createStage({ film: FILM, peerBytesPerMs: 100 });
    const first = stage.addViewer();
    first.watch();
    await stage.run(20_000);
    const second = stage.addViewer();
    second.watch();
    await stage.run(3000);
    first.leave();
    await stage.run(90_000);
    expectWatched(second);
  });

  it('bans whoever sends a wrong byte, and shows and passes on none', async () => {
    const stage = createStage({ film: FILM });
    const liar = stage.addViewer({ tamper: (message) => flip(message) });
    liar.watch();
    await stage.run(12_000);
    const honest = stage.addViewer();
    const banned: string[] = [];
    honest.supply.on('peerBanned', ({ peerId }) => banned.push(peerId));
    honest.watch();
    await stage.run(3000);
    const third = stage.addViewer();
    third.watch();
    await stage.run(90_000);
    expectWatched(honest);
    expectWatched(third);
    expect(banned).toContain(liar.peerId);
    expect(banned).not.toContain(third.peerId);
    expect(honest.supply.stats().peers.map(({ id }) => id)).not.toContain(liar.peerId);
  });

  it('goes on from the byte that is held where an answer breaks off or falls silent', async () => {
    let broken = 0;
    const stage = createStage({
      film: FILM,
      mishap: (request) => {
        if (request.range?.start !== FILM.playlist.segments[3]!.range!.start) return null;
        return broken++ === 0 ? { stallAfterBytes: 65_536 } : null;
      },
    });
    const viewer = stage.addViewer();
    viewer.watch();
    await stage.run(95_000);
    expectWatched(viewer);
    expect(broken).toBe(1);
    const { start, end } = FILM.playlist.segments[3]!.range!;
    expect(stage.origin.requests.map(({ range }) => range)).toContainEqual({ start: start + 65_536, end });
  });

  it('tells playback when every source is gone, and loads again when it is asked again', async () => {
    let isDown = true;
    const stage = createStage({ film: FILM, mishap: () => (isDown ? { status: 503 } : null) });
    const viewer = stage.addViewer();
    viewer.watch();
    await stage.run(30_000);
    expect(viewer.errors.length).toBeGreaterThan(0);
    expect(viewer.errors[0]).toContain('503');
    isDown = false;
    await stage.run(120_000);
    expect(viewer.played.size).toBe(EVERY_SEGMENT.length);
  });

  it('asks past the cache for a segment whose bytes from the server are wrong', async () => {
    const stage = createStage({
      film: FILM,
      mishap: (request) => (request.cache !== 'reload' && request.range !== undefined ? { isWrong: true } : null),
    });
    const viewer = stage.addViewer();
    viewer.watch();
    await stage.run(90_000);
    expectWatched(viewer);
  });

  it('does not wait for ever for a list of hashes that never comes to its end', async () => {
    let lists = 0;
    const stage = createStage({
      film: FILM,
      mishap: (request) => (request.range === undefined && lists++ === 0 ? { stallAfterBytes: 0 } : null),
    });
    const viewer = stage.addViewer();
    viewer.watch();
    await stage.run(100_000);
    expectWatched(viewer);
    expect(lists).toBeGreaterThan(1);
  });

  it('says nothing of hashes before a segment came from a peer', async () => {
    for (const isVerified of [true, false]) {
      const stage = createStage({ film: FILM, isVerified });
      const first = stage.addViewer();
      first.watch();
      await stage.run(20_000);
      expect(first.supply.stats().isVerified).toBeNull();
      const second = stage.addViewer();
      second.watch();
      await stage.run(20_000);
      expect(second.supply.stats().isVerified).toBe(isVerified);
    }
  });

  it('goes by its peer id as it is now, which a reconnect changes', async () => {
    let reads = 0;
    const stage = createStage({ film: FILM });
    const viewer = stage.addViewer({
      create(options) {
        const discovery = Object.defineProperty({ ...options.discovery! }, 'peerId', {
          get: () => `-FV0100-renewed${String(reads++).padStart(5, '0')}`,
        });
        return createSwarm({ ...options, discovery });
      },
    });
    viewer.watch();
    await stage.run(1000);
    const before = reads;
    await stage.run(5000);
    expect(reads).toBeGreaterThan(before);
  });

  it('keeps to its memory', async () => {
    const stage = createStage({ film: FILM });
    const viewer = stage.addViewer({ config: { memoryBytes: 1_000_000 } });
    let most = 0;
    viewer.supply.on('segmentStored', () => {
      most = Math.max(most, viewer.supply.stats().storedBytes);
    });
    viewer.watch();
    await stage.run(90_000);
    expectWatched(viewer);
    expect(most).toBeGreaterThan(700_000);
    expect(most).toBeLessThanOrEqual(1_000_000);
  });

  it('says "busy" at once to those for whom there is no place', async () => {
    const stage = createStage({ film: FILM, peerBytesPerMs: 50 });
    const viewer = stage.addViewer({ config: { uploadSlots: 1 } });
    viewer.watch();
    await stage.run(15_000);
    const outcomes: string[] = [];
    for (const name of ['one', 'two']) {
      stage.addStranger(`-XX0000-stranger-${name}`, (link) => {
        const session = new SessionV2({ link, streamKey: 'main-0', clock: stage.time.clockOf(99), pace: () => 0 });
        session.on('requestEnded', ({ outcome }) => outcomes.push(`${name} ${outcome}`));
        const range = { start: 0, end: Number.POSITIVE_INFINITY };
        session.request({ streamKey: 'main-0', segmentId: 0, range, segmentSizeBytes: null });
      });
    }
    await stage.run(500);
    expect(outcomes).toEqual(['two absent']);
    await stage.run(10_000);
    expect(outcomes).toEqual(['two absent', 'one completed']);
  });

  it('takes segments from a stock peer, which knows no blocks', async () => {
    const stage = createStage({ film: FILM });
    const viewer = stage.addViewer();
    stage.addStranger('-WW0203-stockstock00', (link) => serveAsStock(link, stage.time.clockOf(99)));
    viewer.watch();
    await stage.run(90_000);
    expectWatched(viewer);
    expect(viewer.supply.stats().peerBytes / FILM_BYTES).toBeGreaterThan(0.85);
  });

  it('stores, then stays silent and stops asking when sharing is switched off', async () => {
    const stage = createStage({ film: FILM });
    const first = stage.addViewer();
    first.watch();
    await stage.run(5000);
    const second = stage.addViewer();
    second.watch();
    await stage.run(1000);
    second.supply.setSharing(false);
    const before = second.supply.stats();
    await stage.run(90_000);
    expectWatched(second);
    const after = second.supply.stats();
    expect(after).toMatchObject({ isSharing: false, peers: [] });
    expect(after.peerBytes).toBeLessThanOrEqual(before.peerBytes + 200_000);
  });

  it('can be destroyed at any moment', async () => {
    for (let atMs = 0; atMs < 3000; atMs += 290) {
      const stage = createStage({ film: FILM });
      const first = stage.addViewer();
      first.watch();
      const second = stage.addViewer();
      second.watch();
      await stage.run(atMs);
      second.leave();
      second.supply.destroy();
      const requests = stage.origin.requests.length;
      expect(second.supply.stats().storedBytes).toBe(0);
      await stage.run(2000);
      expect(first.wrong).toEqual([]);
      expect(stage.origin.requests.length).toBeGreaterThanOrEqual(requests);
    }
  });
});

/** Changes one byte of every payload. */
function flip(message: Uint8Array): Uint8Array {
  if (message.length > 1000) message[500]! ^= 1;
  return message;
}

function serveAsStock(link: Link, clock: Parameters<typeof createSession>[1]): void {
  const session = createSession(link, clock);
  session.announce({ streamKey: 'main-0', loaded: EVERY_SEGMENT, loading: [] });
  session.on('requested', ({ id, segmentId }) => {
    const bytes = FILM.bytesOf(segmentId);
    session.serve(id, { sizeBytes: bytes.length, read: ({ start, end }) => bytes.subarray(start, end) });
  });
}

function createSession(link: Link, clock: ConstructorParameters<typeof SessionV2>[0]['clock']): SessionV2 {
  return new SessionV2({ link, streamKey: 'main-0', clock, pace: () => 0 });
}
