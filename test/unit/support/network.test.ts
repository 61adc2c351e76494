import { describe, expect, it } from 'vitest';
import { createLinkPair, type LinkEnd } from '../../support/memory-link.ts';
import { createNetwork } from '../../support/network.ts';
import { phantomOf } from '../../support/phantom-bytes.ts';
import { createSimulatedHttp, type Origin } from '../../support/simulated-http.ts';
import { createVirtualTime } from '../../support/virtual-clock.ts';

const MBIT = 1_000_000;

function createWorld() {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const createEnd = (machine: number, upMbit: number, downMbit: number): LinkEnd => ({
    machine,
    peerId: `peer-${machine}`,
    up: network.createUplink(upMbit * MBIT),
    down: network.createDownlink(downMbit * MBIT),
  });
  return { time, network, createEnd };
}

describe('createLinkPair', () => {
  it('brings messages in order, as fast as the slower line and the distance allow', async () => {
    const { time, network, createEnd } = createWorld();
    const [near, far] = createLinkPair({ time, network }, [createEnd(1, 8, 100), createEnd(2, 100, 100)], {
      rttMs: 100,
      bitsPerSecond: 100 * MBIT,
    });
    const arrivals: [number, number][] = [];
    far.on('message', (message) => arrivals.push([message.length, time.nowMs()]));
    near.send(phantomOf(1, 0, 50_000));
    near.send(phantomOf(1, 0, 50_000));
    near.send(new Uint8Array(100));
    expect(near.bufferedBytes).toBe(100_100);
    await time.runUntil(1000);
    expect(near.bufferedBytes).toBe(0);
    expect(arrivals).toEqual([
      [50_000, 100],
      [50_000, 150],
      [100, 151],
    ]);
  });

  it('shares an uplink fairly between two connections', async () => {
    const { time, network, createEnd } = createWorld();
    const sender = createEnd(1, 8, 100);
    const path = { rttMs: 0, bitsPerSecond: 1000 * MBIT };
    const received = [0, 0];
    for (const index of [0, 1]) {
      const [near, far] = createLinkPair({ time, network }, [sender, createEnd(2 + index, 100, 100)], path);
      far.on('message', (message) => {
        received[index]! += message.length;
      });
      for (let i = 0; i < 100; i++) near.send(phantomOf(1, 0, 20_000));
    }
    await time.runUntil(2000);
    expect(received[0]! + received[1]!).toBeGreaterThan(1_950_000);
    expect(Math.abs(received[0]! - received[1]!)).toBeLessThanOrEqual(20_000);
  });

  it('tells both ends once that it closed, and the far one in the time of a goodbye', async () => {
    const { time, network, createEnd } = createWorld();
    const [near, far] = createLinkPair({ time, network }, [createEnd(1, 8, 8), createEnd(2, 8, 8)], {
      rttMs: 100,
      bitsPerSecond: 8 * MBIT,
    });
    const closed: string[] = [];
    near.on('closed', ({ reason }) => closed.push(`near ${reason} ${time.nowMs()}`));
    far.on('closed', ({ reason }) => closed.push(`far ${reason} ${time.nowMs()}`));
    near.close('done');
    near.close('again');
    far.send(new Uint8Array(10));
    await time.runUntil(1000);
    expect(closed).toEqual(['near done 0', 'far done 50']);
  });
});

describe('createSimulatedHttp', () => {
  const FILM_BYTES = 3_000_000;
  const createOrigin = (up: Origin['up'], fault: Origin['fault'] = () => 'none'): Origin => ({
    up,
    thinkMs: 0,
    connectionBitsPerSecond: 1000 * MBIT,
    find: () => ({ kind: 'media', file: 1, sizeBytes: FILM_BYTES }),
    fault,
    mediaBytes: 0,
    requestCount: 0,
  });

  const read = async (body: AsyncIterable<Uint8Array>) => {
    let size = 0;
    for await (const chunk of body) size += chunk.length;
    return size;
  };

  it('shares the origin between viewers and counts what left it', async () => {
    const { time, network } = createWorld();
    const origin = createOrigin(network.createUplink(8 * MBIT));
    const ends: number[] = [];
    for (const machine of [1, 2, 3]) {
      const client = { machine, down: network.createDownlink(100 * MBIT), rttMs: 20 };
      const http = createSimulatedHttp({ time, network }, origin, client);
      void http
        .request({ url: 'https://origin.test/film.mp4', range: { start: 0, end: 1_000_000 } })
        .then(async (response) => {
          expect(response.status).toBe(206);
          expect(await read(response.body)).toBe(1_000_000);
          ends.push(time.nowMs());
        });
    }
    await time.runUntil(10_000);
    expect(origin.mediaBytes).toBe(3_000_000);
    expect(ends).toHaveLength(3);
    for (const endMs of ends) expect(endMs).toBeGreaterThan(2900);
    for (const endMs of ends) expect(endMs).toBeLessThan(3100);
  });

  it('breaks off, stalls and answers with an error as it is told', async () => {
    const { time, network } = createWorld();
    const outcomes: Record<string, string> = {};
    for (const fault of ['error', 'unreachable', 'reset', 'stall'] as const) {
      const origin = createOrigin(network.createUplink(80 * MBIT), () => fault);
      const http = createSimulatedHttp({ time, network }, origin, {
        machine: 1,
        down: network.createDownlink(100 * MBIT),
        rttMs: 20,
      });
      outcomes[fault] = 'waits';
      void http.request({ url: 'https://origin.test/film.mp4' }).then(
        async (response) => {
          outcomes[fault] = `${response.status}`;
          if (response.status !== 200) return;
          outcomes[fault] = await read(response.body).then(String, () => 'broke off');
        },
        () => {
          outcomes[fault] = 'no answer';
        },
      );
    }
    await time.runUntil(10_000);
    expect(outcomes).toEqual({ error: '500', unreachable: 'no answer', reset: 'broke off', stall: '200' });
  });

  it('stops sending when the reader aborts', async () => {
    const { time, network } = createWorld();
    const origin = createOrigin(network.createUplink(8 * MBIT));
    const http = createSimulatedHttp({ time, network }, origin, {
      machine: 1,
      down: network.createDownlink(100 * MBIT),
      rttMs: 20,
    });
    const controller = new AbortController();
    let failure: unknown;
    void http
      .request({ url: 'https://origin.test/film.mp4', signal: controller.signal })
      .then((response) => read(response.body))
      .catch((error: unknown) => {
        failure = error;
      });
    time.at(1, 1000, () => controller.abort('enough'));
    await time.runUntil(10_000);
    expect(failure).toBe('enough');
    expect(origin.mediaBytes).toBeLessThan(1_100_000);
  });
});
