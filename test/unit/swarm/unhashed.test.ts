import { describe, expect, it } from 'vitest';
import type { Random } from '../../../src/base/random.ts';
import { Assembly } from '../../../src/swarm/assembly.ts';
import { Judge } from '../../../src/swarm/judge.ts';
import { createOrigin } from '../../../src/swarm/origin.ts';
import { createAllocator } from '../../../src/swarm/segment-buffer.ts';
import { SessionV2 } from '../../../src/wire/session-v2.ts';
import { createFilm, createStage } from '../../support/swarm-stage.ts';
import { createVirtualTime } from '../../support/virtual-clock.ts';

const RIGHT = new Uint8Array(1000).fill(7);
const WRONG = RIGHT.map((byte, i) => (i === 600 ? 8 : byte));

/** @param chance what the dice say: 0 takes a sample, 0.9 none. */
function createBench(chance: number) {
  const time = createVirtualTime();
  const clock = time.clockOf(1);
  const random: Random = { unit: () => chance };
  const liars: string[] = [];
  const http = { request: () => Promise.reject(new Error('Nobody is asked here.')) };
  const timeouts = { firstByteTimeoutMs: 1, stallTimeoutMs: 1 };
  const origin = createOrigin({ http, clock, random, mirrorUrls: [], ...timeouts });
  const judge = new Judge({ verifier: null, random, origin, onLiar: (key) => liars.push(key) });
  const url = 'https://tube.test/film.mp4';
  const place = { streamKey: 'main-0', id: 3, url, startSeconds: 12, durationSeconds: 4 };
  const assembly = new Assembly({ ...place, range: { start: 0, end: 1000 } }, createAllocator(), 0);
  return { judge, liars, assembly };
}

describe('Judge without hashes', () => {
  it('fetches a sample of what peers send from a server, and bans who sent other bytes', async () => {
    const { judge, liars, assembly } = createBench(0);
    assembly.write(0, WRONG.subarray(0, 500), 'honest');
    assembly.write(500, WRONG.subarray(500), 'liar');
    expect(await judge.judge(assembly)).toMatchObject({ kind: 'rejected', bytes: 1000 });
    expect(assembly).toMatchObject({ heldBytes: 0, isBarredToPeers: true });
    expect(liars).toEqual([]);
    assembly.write(0, RIGHT, null);
    expect(await judge.judge(assembly)).toEqual({ kind: 'accepted', isShareable: true });
    expect(liars).toEqual(['liar']);
  });

  it('bans nobody whose sample is right', async () => {
    const { judge, liars, assembly } = createBench(0);
    assembly.write(0, RIGHT, 'honest');
    expect((await judge.judge(assembly)).kind).toBe('rejected');
    assembly.write(0, RIGHT, null);
    expect((await judge.judge(assembly)).kind).toBe('accepted');
    expect(liars).toEqual([]);
  });

  it('takes the others as they are, and never samples what a server sent', async () => {
    const lucky = createBench(0.9);
    lucky.assembly.write(0, RIGHT, 'honest');
    expect((await lucky.judge.judge(lucky.assembly)).kind).toBe('accepted');
    const served = createBench(0);
    served.assembly.write(0, RIGHT, null);
    expect((await served.judge.judge(served.assembly)).kind).toBe('accepted');
  });
});

describe('createSwarm without hashes', () => {
  it('refuses a wrong size before its first byte, and whoever names it', async () => {
    const film = createFilm({ segments: 10, segmentBytes: 50_000 });
    const stage = createStage({ film, isVerified: false });
    const viewer = stage.addViewer();
    const banned: string[] = [];
    viewer.supply.on('peerBanned', ({ peerId, reason }) => banned.push(`${peerId} ${reason}`));
    stage.addStranger('-XX0000-wrong-size-1', (link) => {
      const session = new SessionV2({ link, streamKey: 'main-0', clock: stage.time.clockOf(99), pace: () => 0 });
      session.announce({ streamKey: 'main-0', loaded: film.playlist.segments.map(({ id }) => id), loading: [] });
      session.on('requested', ({ id }) => session.serve(id, { sizeBytes: 777, read: () => new Uint8Array(777) }));
    });
    viewer.watch();
    await stage.run(50_000);
    expect(banned.length).toBe(1);
    expect(banned[0]).toMatch(/^-XX0000-wrong-size-1 /);
    expect(viewer.played.size).toBe(10);
    expect(viewer.wrong).toEqual([]);
  });

  it('finds a liar sooner or later', async () => {
    const film = createFilm({ segments: 100, segmentBytes: 20_000 });
    const stage = createStage({ film, isVerified: false });
    const liar = stage.addViewer({
      tamper(message) {
        if (message.length > 1000) message[500]! ^= 1;
        return message;
      },
    });
    liar.watch();
    await stage.run(60_000);
    const honest = stage.addViewer();
    const banned: string[] = [];
    honest.supply.on('peerBanned', ({ peerId }) => banned.push(peerId));
    honest.watch();
    await stage.run(420_000);
    expect(banned).toEqual([liar.peerId]);
    expect(honest.played.size).toBe(100);
    // What came before the sample was taken on trust, as the panel says.
    expect(honest.wrong.length).toBeLessThan(80);
  });
});
