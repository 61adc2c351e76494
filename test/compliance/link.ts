import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Link } from '../../src/wire/link.ts';

export type LinkPair = {
  readonly near: Link;
  readonly far: Link;
  /** The ids that the two ends have for each other. */
  readonly nearPeerId: string;
  readonly farPeerId: string;
  /** Lets time pass until the condition holds; fails after a while. */
  until(condition: () => boolean): Promise<void>;
  /** Lets everything arrive that is under way. */
  settle(): Promise<void>;
  dispose(): void | Promise<void>;
};

/** What every implementation of the `Link` port does. */
export function describeLink(name: string, createPair: () => Promise<LinkPair>): void {
  describe(name, () => {
    let pair: LinkPair;
    beforeEach(async () => {
      pair = await createPair();
    });
    afterEach(async () => {
      await pair.dispose();
    });

    const listen = (link: Link): Uint8Array[] => {
      const messages: Uint8Array[] = [];
      link.on('message', (message) => messages.push(message.slice()));
      return messages;
    };
    const closingsOf = (link: Link): string[] => {
      const reasons: string[] = [];
      link.on('closed', ({ reason }) => reasons.push(reason));
      return reasons;
    };

    it('names the peer at its other end', () => {
      expect(pair.near.remotePeerId).toBe(pair.farPeerId);
      expect(pair.far.remotePeerId).toBe(pair.nearPeerId);
    });

    it('delivers messages whole and in order, both ways', async () => {
      const [atFar, atNear] = [listen(pair.far), listen(pair.near)];
      const sizes = [1, 3, 65_535, 4, 1200, 65_535];
      for (const [i, size] of sizes.entries()) {
        pair.near.send(new Uint8Array(size).fill(i));
        pair.far.send(new Uint8Array(size).fill(100 + i));
      }
      await pair.until(() => atFar.length === sizes.length && atNear.length === sizes.length);
      expect(atFar.map((message) => [message.length, message[0]])).toEqual(sizes.map((size, i) => [size, i]));
      expect(atNear.map((message) => [message.length, message[0]])).toEqual(sizes.map((size, i) => [size, 100 + i]));
    });

    it('sends a part of a buffer as that part only', async () => {
      const atFar = listen(pair.far);
      pair.near.send(Uint8Array.of(1, 2, 3, 4, 5).subarray(1, 4));
      await pair.until(() => atFar.length === 1);
      expect([...(atFar[0] ?? [])]).toEqual([2, 3, 4]);
    });

    it('counts what waits to be sent, and says when little is left', async () => {
      const atFar = listen(pair.far);
      let drains = 0;
      pair.near.on('drained', () => {
        drains += 1;
      });
      for (let i = 0; i < 32; i++) pair.near.send(new Uint8Array(65_000));
      expect(pair.near.bufferedBytes).toBeGreaterThan(500_000);
      await pair.until(() => drains > 0);
      expect(pair.near.bufferedBytes).toBeLessThan(500_000);
      await pair.until(() => atFar.length === 32 && pair.near.bufferedBytes === 0);
    });

    it('closes once at both ends', async () => {
      const [near, far] = [closingsOf(pair.near), closingsOf(pair.far)];
      pair.near.close('enough');
      pair.near.close('enough again');
      expect(near).toEqual(['enough']);
      await pair.until(() => far.length > 0);
      pair.far.close('too late');
      await pair.settle();
      expect([near.length, far.length]).toEqual([1, 1]);
    });

    it('is silent after it closed', async () => {
      const atFar = listen(pair.far);
      pair.near.close('enough');
      pair.near.send(Uint8Array.of(1));
      expect(pair.near.bufferedBytes).toBe(0);
      await pair.settle();
      expect(atFar).toEqual([]);
    });

    it('forgets a listener that was taken back', async () => {
      let heard = 0;
      const off = pair.far.on('message', () => {
        heard += 1;
      });
      off();
      off();
      const atFar = listen(pair.far);
      pair.near.send(Uint8Array.of(1));
      await pair.until(() => atFar.length === 1);
      expect(heard).toBe(0);
    });
  });
}
