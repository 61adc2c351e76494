import { expect, it } from 'vitest';
import type { ByteRange } from '../../../src/base/units.ts';
import { OwnSession } from '../../../src/wire/session-own.ts';
import { createFilm, createStage } from '../../support/swarm-stage.ts';

const FILM = createFilm({ segments: 1, segmentBytes: 220_000 });
/** From one block to the next: some 100 and 300 bytes a millisecond. */
const SLOW_MS = 300;
const QUICK_MS = 100;

it('stays with a peer that was quicker than who should relieve it', async () => {
  const stage = createStage({ film: FILM });
  const clock = stage.time.clockOf(99);
  const viewer = stage.addViewer({ config: { maxOriginTransfers: 0 } });
  const asked: string[] = [];
  let gapMs = SLOW_MS;
  let nextMs = 0;
  const pace = () => {
    const waitMs = nextMs - clock.nowMs();
    if (waitMs > 0) return waitMs;
    nextMs = clock.nowMs() + gapMs;
    return 0;
  };
  const join = (name: string, greet: (session: OwnSession) => void) => {
    stage.addStranger(`-FV0100-${name}`.padEnd(20, '0'), (link) => {
      const session = new OwnSession({ link, clock, pace });
      session.on('requested', () => asked.push(name));
      greet(session);
      session.announce({ streamKey: 'main-0', loaded: [0], loading: [] }, null);
    });
  };
  const bytes = FILM.bytesOf(0);
  const source = { sizeBytes: bytes.length, read: ({ start, end }: ByteRange) => bytes.subarray(start, end) };
  join('slow', (session) => {
    session.on('requested', ({ id }) => {
      session.serve(id, source);
      // Nobody asks it for more meanwhile.
      session.setBusy(true);
    });
  });
  await stage.run(500);
  const loading = viewer.load(0);
  await stage.run(500);
  expect(asked).toEqual(['slow']);
  // The second never answers; meanwhile the first becomes quick.
  join('silent', (session) => {
    session.on('requested', () => {
      gapMs = QUICK_MS;
    });
  });
  await stage.run(1000);
  expect((await loading).bytes).toEqual(bytes);
  expect(asked).toEqual(['slow', 'silent']);
  expect(viewer.supply.stats().wastedBytes).toBe(0);
});
