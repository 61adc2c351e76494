import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../src/base/bytes.ts';
import type { HttpRequest } from '../../../src/base/http.ts';
import { SILENT_LOG } from '../../../src/base/log.ts';
import type { Segment } from '../../../src/media/segment.ts';
import { createListVerifier } from '../../../src/swarm/integrity.ts';
import { NODE_DIGEST } from '../../support/swarm-stage.ts';
import { createVirtualTime, settle, type VirtualTime } from '../../support/virtual-clock.ts';

const BYTES = toUtf8('the bytes of a segment');
const HASH = createHash('sha256').update(BYTES).digest('hex');

const segment = (change: Partial<Segment>): Segment => ({
  streamKey: 'main-0',
  id: 0,
  url: 'https://tube.test/videos/film.mp4',
  range: null,
  startSeconds: 0,
  durationSeconds: 4,
  ...change,
});

function createVerifier(lists: readonly (string | number)[]) {
  const time = createVirtualTime();
  const requests: HttpRequest[] = [];
  const verifier = createListVerifier({
    url: 'https://tube.test/segments-sha256.json',
    digest: NODE_DIGEST,
    clock: time.clockOf(1),
    log: SILENT_LOG,
    http: {
      async request(request) {
        requests.push(request);
        const list = lists[Math.min(requests.length, lists.length) - 1] ?? 404;
        const text = typeof list === 'string' ? list : '';
        async function* body() {
          yield toUtf8(text);
        }
        return { status: typeof list === 'string' ? 200 : list, url: request.url, header: () => null, body: body() };
      },
    },
  });
  return { verifier, requests, time };
}

/** In steps, since what waits for an answer sets its clock only then. */
async function pass(time: VirtualTime, ms: number): Promise<void> {
  for (const endMs = time.nowMs() + ms; time.nowMs() < endMs; ) {
    await settle();
    await time.runUntil(time.nowMs() + 250);
  }
}

describe('createListVerifier', () => {
  it('fetches the list beside the first segment, and once', async () => {
    const { verifier, requests } = createVerifier([JSON.stringify({ 'film.mp4': HASH })]);
    verifier.prepare?.();
    verifier.prepare?.();
    expect(requests).toHaveLength(1);
    expect(await verifier.verify(segment({}), BYTES)).toBe('valid');
    verifier.prepare?.();
    expect(requests).toHaveLength(1);
  });

  it('finds a film by file name and inclusive range, whatever signs its address', async () => {
    const { verifier } = createVerifier([JSON.stringify({ 'film.mp4': { '100-121': HASH } })]);
    const one = segment({ url: 'https://cdn.test/x/film.mp4?token=a/b', range: { start: 100, end: 122 } });
    expect(await verifier.verify(one, BYTES)).toBe('valid');
    expect(await verifier.verify(one, toUtf8('the bytes of a segmenu'))).toBe('invalid');
    expect(await verifier.verify({ ...one, range: { start: 100, end: 121 } }, BYTES)).toBe('unknown');
  });

  it("reads a live's list again when a segment is not in it yet", async () => {
    const { verifier, requests, time } = createVerifier(['{}', '{}', JSON.stringify({ '0-7.ts': HASH })]);
    const verdict = verifier.verify(segment({ url: 'https://tube.test/live/0-7.ts' }), BYTES);
    await pass(time, 5000);
    expect(await verdict).toBe('valid');
    expect(requests.length).toBe(3);
  });

  it.each([
    ['a list that is not there', 404],
    ['a list that is none', '[1,2]'],
    ['a hash that is none', JSON.stringify({ 'film.mp4': 'yes' })],
    ['a truthy answer', JSON.stringify({ 'film.mp4': true })],
  ])('answers "unknown" for %s', async (_, list) => {
    const { verifier, time } = createVerifier([list]);
    const verdict = verifier.verify(segment({}), BYTES);
    await pass(time, 20_000);
    expect(await verdict).toBe('unknown');
  });

  it('tries again where the server failed, and then leaves it alone for a while', async () => {
    const { verifier, requests, time } = createVerifier([500]);
    for (let i = 0; i < 5; i++) {
      const verdict = verifier.verify(segment({ id: i }), BYTES);
      await pass(time, i === 0 ? 5000 : 250);
      expect(await verdict).toBe('unknown');
    }
    expect(requests.length).toBe(3);
  });

  it('reads the list in the end where the server failed once', async () => {
    const { verifier, time } = createVerifier([503, JSON.stringify({ 'film.mp4': HASH })]);
    const verdict = verifier.verify(segment({}), BYTES);
    await pass(time, 3000);
    expect(await verdict).toBe('valid');
  });
});
