import type { Clock } from '../../src/base/clock.ts';
import { DEFAULT_ANNOUNCE_CONFIG, planAnnounce } from '../../src/wire/announce-plan.ts';
import type { Discovery, DiscoveryHandlers, Membership } from '../../src/wire/discovery.ts';
import { createLinkPair, type LinkEnd, type LinkPath, type MemoryLink } from './memory-link.ts';
import type { Answer, Member, MemoryTracker } from './memory-tracker.ts';
import type { Network } from './network.ts';
import type { VirtualTime } from './virtual-clock.ts';

const OFFERS_AN_ANNOUNCE = 5;
/** Offers are taken beyond what a viewer looks for itself, else newcomers meet nobody in a crowd that has enough. */
const MAX_LINKS = 40;
const TRACKER_URL = 'wss://tracker.test/socket';

/** What was answered to offers that neighbours carried, by offer. */
const carried = new Map<string, Answer>();

export type DiscoveryWorld = {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly tracker: MemoryTracker;
  /** From the answered offer to the open connection, without the way there and back. */
  readonly setupMs: number;
  /** What lies between two viewers; null where no connection can be made. */
  pathBetween(a: LinkEnd, b: LinkEnd): LinkPath | null;
};

export type MemoryDiscovery = Discovery & {
  /** The machine is gone without a word. */
  vanish(silenceMs: number): void;
  linkCount(): number;
};

/** Viewers of one process meet through a tracker in memory and get links over the simulated network. */
export function createMemoryDiscovery(world: DiscoveryWorld, end: LinkEnd): MemoryDiscovery {
  const { time, tracker } = world;
  const clock = time.clockOf(end.machine);
  const banned = new Set<string>();
  const memberships = new Map<string, SwarmMember>();
  let isGone = false;

  return {
    peerId: end.peerId,
    join(infoHash, handlers) {
      const member = createSwarmMember({ world, end, clock, infoHash, handlers, banned });
      memberships.set(infoHash, member);
      return member.membership;
    },
    ban(peerId) {
      banned.add(peerId);
      for (const member of memberships.values()) member.links.get(peerId)?.close('banned');
    },
    linkCount: () => [...memberships.values()].reduce((count, member) => count + member.links.size, 0),
    destroy() {
      if (isGone) return;
      isGone = true;
      for (const member of memberships.values()) {
        member.membership.leave();
        for (const link of [...member.links.values()]) link.close('left');
      }
    },
    vanish(silenceMs) {
      isGone = true;
      for (const [infoHash, member] of memberships) {
        // The server notices that the socket is gone.
        time.at(end.machine, time.nowMs() + silenceMs, () => tracker.stop(infoHash, member.self));
        member.halt();
        for (const link of member.links.values()) link.vanish(silenceMs);
      }
    },
  };
}

type SwarmMember = {
  readonly self: Member;
  readonly membership: Membership;
  readonly links: Map<string, MemoryLink>;
  halt(): void;
};

type MemberOptions = {
  readonly world: DiscoveryWorld;
  readonly end: LinkEnd;
  readonly clock: Clock;
  readonly infoHash: string;
  readonly handlers: DiscoveryHandlers;
  readonly banned: ReadonlySet<string>;
};

function createSwarmMember({ world, end, clock, infoHash, handlers, banned }: MemberOptions): SwarmMember {
  const { time, tracker } = world;
  const links = new Map<string, MemoryLink>();
  const pending = new Set<string>();
  let want = 0;
  let hasLeft = false;
  const joinedMs = clock.nowMs();
  const sentMs: number[] = [];
  let fruitless = 0;
  let offerCount = 0;
  let cancelAnnounce: (() => void) | null = null;

  const isWelcome = (peerId: string) => !hasLeft && !banned.has(peerId) && !links.has(peerId);

  const open = (link: MemoryLink) => {
    links.set(link.remotePeerId, link);
    link.on('closed', () => links.delete(link.remotePeerId));
    handlers.onLink(link);
  };

  const connect = (there: Answer) => {
    const remotePeerId = there.end.peerId;
    pending.add(remotePeerId);
    const path = world.pathBetween(end, there.end);
    if (path === null) return;
    time.at(end.machine, time.nowMs() + world.setupMs + 2 * path.rttMs, () => {
      pending.delete(remotePeerId);
      if (!isWelcome(remotePeerId) || !there.canOpen(end.peerId)) return;
      const [near, far] = createLinkPair(world, [end, there.end], path);
      time.at(there.end.machine, time.nowMs(), () => there.open(far));
      open(near);
    });
  };

  const answer: Answer = { end, open, canOpen: isWelcome };
  const self: Member = {
    machine: end.machine,
    peerId: end.peerId,
    onOffer: (peerId) => (isWelcome(peerId) && !pending.has(peerId) && links.size < MAX_LINKS ? answer : null),
    onAnswer: (from) => {
      if (isWelcome(from.end.peerId) && !pending.has(from.end.peerId)) connect(from);
    },
  };

  const announce = async () => {
    if (hasLeft) return;
    sentMs.push(clock.nowMs());
    const linkCount = links.size;
    const { viewerCount } = await tracker.announce(infoHash, self, Math.min(Math.max(want, 0), OFFERS_AN_ANNOUNCE));
    if (hasLeft) return;
    handlers.onTracker?.({ url: TRACKER_URL, state: 'connected', viewerCount });
    const isShort = want > 0 && viewerCount - 1 > links.size;
    fruitless = linkCount === links.size ? fruitless + 1 : 0;
    const history = { joinedMs, count: sentMs.length, sentMs, intervalMs: null, isShort, fruitless };
    const nextMs = planAnnounce(history, DEFAULT_ANNOUNCE_CONFIG);
    cancelAnnounce = clock.schedule(Math.max(0, nextMs - clock.nowMs()), () => void announce());
  };
  cancelAnnounce = clock.schedule(0, () => void announce());

  const halt = () => {
    hasLeft = true;
    cancelAnnounce?.();
  };

  return {
    self,
    links,
    halt,
    membership: {
      wantPeers(count) {
        want = count;
      },
      createOffer: async () => {
        const offerId = `${end.peerId.slice(8)}${String(offerCount++).padStart(8, '0')}`;
        return want > 0 && !hasLeft ? { offerId, sdp: 'an offer' } : null;
      },
      receiveOffer(peerId, { offerId }, reply) {
        const taken = self.onOffer(peerId);
        if (taken === null) return;
        carried.set(offerId, taken);
        reply('an answer');
      },
      receiveAnswer(_peerId, { offerId }) {
        const taken = carried.get(offerId);
        if (carried.delete(offerId) && taken !== undefined) self.onAnswer(taken);
      },
      leave() {
        if (hasLeft) return;
        halt();
        tracker.stop(infoHash, self);
      },
    },
  };
}
