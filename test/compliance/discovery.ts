import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Discovery, Membership, TrackerState } from '../../src/wire/discovery.ts';
import type { Link } from '../../src/wire/link.ts';

export type DiscoveryWorld = {
  /** Another viewer, with a discovery of its own. */
  createDiscovery(): Discovery;
  /** Lets time pass until the condition holds; fails after a while. */
  until(condition: () => boolean): Promise<void>;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
  dispose(): void | Promise<void>;
};

const FILM = '0123456789abcdef0123456789abcdef01234567';
const OTHER_FILM = 'fedcba9876543210fedcba9876543210fedcba98';

type Viewer = {
  readonly discovery: Discovery;
  readonly links: Link[];
  readonly statuses: { state: TrackerState; viewerCount: number | null }[];
  join(infoHash: string, want?: number): Membership;
  peerIds(): string[];
};

/** What every implementation of the `Discovery` port does. */
export function describeDiscovery(name: string, createWorld: () => DiscoveryWorld): void {
  describe(name, () => {
    let world: DiscoveryWorld;
    let viewers: Viewer[];
    beforeEach(() => {
      world = createWorld();
      viewers = [];
    });
    afterEach(async () => {
      for (const { discovery } of viewers) discovery.destroy();
      await world.dispose();
    });

    const createViewer = (): Viewer => {
      const discovery = world.createDiscovery();
      const links: Link[] = [];
      const statuses: Viewer['statuses'] = [];
      const viewer: Viewer = {
        discovery,
        links,
        statuses,
        peerIds: () => links.map((link) => link.remotePeerId).sort(),
        join(infoHash, want = 5) {
          const membership = discovery.join(infoHash, {
            onLink(link) {
              links.push(link);
              link.on('closed', () => links.splice(links.indexOf(link), 1));
            },
            onTracker: ({ state, viewerCount }) => statuses.push({ state, viewerCount }),
          });
          membership.wantPeers(want);
          return membership;
        },
      };
      viewers.push(viewer);
      return viewer;
    };
    const meet = async () => {
      const [ann, bob] = [createViewer(), createViewer()];
      const memberships = [ann.join(FILM), bob.join(FILM)] as const;
      await world.until(() => ann.links.length === 1 && bob.links.length === 1);
      return { ann, bob, memberships };
    };

    it('has an id of 20 ASCII characters', () => {
      expect(createViewer().discovery.peerId).toMatch(/^[\x20-\x7e]{20}$/);
    });

    it('links two viewers of one swarm, each under the id of the other', async () => {
      const { ann, bob } = await meet();
      expect(ann.peerIds()).toEqual([bob.discovery.peerId]);
      expect(bob.peerIds()).toEqual([ann.discovery.peerId]);
      const heard: number[] = [];
      bob.links[0]?.on('message', (message) => heard.push(message.length));
      ann.links[0]?.send(new Uint8Array(7));
      await world.until(() => heard.length === 1);
      expect(heard).toEqual([7]);
    });

    it('tells how many viewers the tracker counts', async () => {
      const { ann } = await meet();
      await world.until(() =>
        ann.statuses.some(({ state, viewerCount }) => state === 'connected' && viewerCount === 2),
      );
    });

    it('links each pair once, however often they are introduced', async () => {
      const everybody = [createViewer(), createViewer(), createViewer(), createViewer()];
      for (const viewer of everybody) viewer.join(FILM);
      await world.until(() => everybody.every((viewer) => viewer.links.length === 3));
      await world.pass(4000);
      for (const viewer of everybody) {
        const others = everybody.filter((one) => one !== viewer).map((one) => one.discovery.peerId);
        expect(viewer.peerIds()).toEqual(others.sort());
      }
    });

    it('keeps viewers of different swarms apart', async () => {
      const [ann, bob] = [createViewer(), createViewer()];
      ann.join(FILM);
      bob.join(OTHER_FILM);
      await world.pass(2000);
      expect([ann.links, bob.links]).toEqual([[], []]);
    });

    it('offers nothing while nobody is wanted', async () => {
      const [ann, bob] = [createViewer(), createViewer()];
      ann.join(FILM, 0);
      bob.join(FILM, 0);
      await world.pass(2000);
      expect([ann.links, bob.links]).toEqual([[], []]);
    });

    it('keeps open links when a swarm is left, and takes no more', async () => {
      const { ann, bob, memberships } = await meet();
      memberships[1].leave();
      memberships[1].leave();
      const cid = createViewer();
      cid.join(FILM);
      await world.until(() => cid.links.length === 1);
      await world.pass(500);
      expect(cid.peerIds()).toEqual([ann.discovery.peerId]);
      expect(bob.peerIds()).toEqual([ann.discovery.peerId]);
    });

    it('closes a banned peer and takes it back never', async () => {
      const { ann, bob } = await meet();
      ann.discovery.ban(bob.discovery.peerId);
      await world.until(() => ann.links.length === 0 && bob.links.length === 0);
      await world.pass(4000);
      expect([ann.links, bob.links]).toEqual([[], []]);
    });

    it('closes everything when it is destroyed, once or twice', async () => {
      const { ann, bob } = await meet();
      bob.discovery.destroy();
      expect(bob.links).toEqual([]);
      bob.discovery.destroy();
      await world.until(() => ann.links.length === 0);
    });
  });
}
