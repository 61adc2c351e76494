import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/base/random.ts';
import { Introductions } from '../../../src/swarm/introductions.ts';
import { Peer } from '../../../src/swarm/peer.ts';
import type { Membership } from '../../../src/wire/discovery.ts';
import { OwnSession } from '../../../src/wire/session-own.ts';
import { createMemoryDiscovery, type DiscoveryWorld } from '../../support/memory-discovery.ts';
import { createMemoryTracker } from '../../support/memory-tracker.ts';
import { createNetwork } from '../../support/network.ts';
import { createVirtualTime } from '../../support/virtual-clock.ts';

const LOW = '0'.repeat(40);
const HIGH = '1'.repeat(40);
const LINE = 10_000_000;

/** Viewers who meet through a tracker in the swarms that they join, and through each other. */
function createStage() {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const tracker = createMemoryTracker({ time, random: createSeededRandom(1), delayMs: 20 });
  const pathBetween = () => ({ rttMs: 20, bitsPerSecond: LINE });
  const world: DiscoveryWorld = { time, network, tracker, setupMs: 200, pathBetween };
  let machine = 0;

  const addViewer = (name: string, infoHashes: readonly string[], banned: readonly string[] = []) => {
    const own = ++machine;
    const peerId = idOf(name);
    const clock = time.clockOf(own);
    const peers = new Map<string, Peer>();
    /** What others said to this viewer in somebody's name. */
    const heard: string[] = [];
    const end = { machine: own, peerId, up: network.createUplink(LINE), down: network.createDownlink(LINE) };
    const discovery = createMemoryDiscovery(world, end);
    const memberships: Membership[] = [];
    const introductions = new Introductions({
      clock,
      ownPeerId: peerId,
      peers: () => peers.values(),
      isBanned: (other) => banned.includes(other),
      membership: () => memberships[0] ?? null,
    });
    for (const infoHash of infoHashes) {
      const membership = discovery.join(infoHash, {
        onLink(link) {
          const session = new OwnSession({ link, clock, pace: () => 0 });
          const peer = new Peer(session, session.peerId, clock.nowMs());
          peers.set(peer.key, peer);
          session.on('neighboursChanged', ({ peerIds }) => {
            peer.neighbours = peerIds;
            introductions.touch();
          });
          session.on('introduced', (introduction) => {
            heard.push(introduction.from);
            introductions.receive(peer, introduction);
          });
          session.on('closed', () => {
            peers.delete(peer.key);
            introductions.touch();
          });
          introductions.greet(peer);
        },
      });
      membership.wantPeers(20);
      memberships.push(membership);
    }
    return { peerId, peers, heard, knows: () => [...peers.keys()].sort() };
  };
  return { addViewer, run: (ms: number) => time.runUntil(time.nowMs() + ms) };
}

const idOf = (name: string) => `-FV0100-${name.padEnd(12, '0')}`;

describe('Introductions', () => {
  it('let two viewers meet who share a neighbour but no swarm', async () => {
    const stage = createStage();
    const low = stage.addViewer('low', [LOW]);
    const high = stage.addViewer('high', [HIGH]);
    await stage.run(5000);
    expect(low.knows()).toEqual([]);
    const both = stage.addViewer('both', [LOW, HIGH]);
    await stage.run(25_000);
    expect(low.knows()).toEqual([both.peerId, high.peerId].sort());
    expect(high.knows()).toEqual([both.peerId, low.peerId].sort());
  });

  it('go from neighbour to neighbour until everybody knows enough', async () => {
    const stage = createStage();
    const chain = ['a', 'b', 'c', 'd', 'e'].map((name, i) =>
      stage.addViewer(name, [String(i).repeat(40), String(i + 1).repeat(40)]),
    );
    await stage.run(60_000);
    expect(chain.map(({ peers }) => peers.size)).toEqual([4, 4, 4, 4, 4]);
  });

  it('do not lead to whom a viewer has banned', async () => {
    const stage = createStage();
    const low = stage.addViewer('low', [LOW], [idOf('high')]);
    const high = stage.addViewer('high', [HIGH]);
    stage.addViewer('both', [LOW, HIGH]);
    await stage.run(30_000);
    expect(low.knows()).not.toContain(high.peerId);
  });

  it('are passed on only in the name of whoever hands them over, and not by the hundred', async () => {
    const stage = createStage();
    const liar = stage.addViewer('liar', [LOW]);
    const victim = stage.addViewer('victim', [HIGH]);
    const both = stage.addViewer('both', [LOW, HIGH]);
    await stage.run(15_000);
    const session = liar.peers.get(both.peerId)!.session;
    victim.heard.length = 0;
    const offer = { isAnswer: false, to: victim.peerId, offerId: 'x'.repeat(20), sdp: 'an offer' };
    session.introduce({ ...offer, from: idOf('somebody') });
    await stage.run(1000);
    expect(victim.heard).toEqual([]);
    for (let i = 0; i < 200; i++) session.introduce({ ...offer, from: liar.peerId });
    await stage.run(2000);
    expect(victim.heard.length).toBeGreaterThan(20);
    expect(victim.heard.length).toBeLessThanOrEqual(30);
  });
});
