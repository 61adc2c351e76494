import { type Random, randomInteger } from '../../src/base/random.ts';
import type { LinkEnd, MemoryLink } from './memory-link.ts';
import type { VirtualTime } from './virtual-clock.ts';
import { WORLD } from './virtual-clock.ts';

/** A viewer as the tracker and the other viewers of a swarm see it. */
export type Member = {
  readonly machine: number;
  readonly peerId: string;
  /** An offer of a connection arrived; null if it is not taken. */
  onOffer(fromPeerId: string): Answer | null;
  /** The other side took our offer. */
  onAnswer(answer: Answer): void;
};

/** What lets the one who offered open the connection. */
export type Answer = {
  readonly end: LinkEnd;
  canOpen(fromPeerId: string): boolean;
  open(link: MemoryLink): void;
};

export type TrackerOptions = {
  readonly time: VirtualTime;
  readonly random: Random;
  /** From a page to the tracker and from there to another page. */
  readonly delayMs: number;
};

/**
 * What a WebTorrent tracker does: it keeps the members of each swarm and passes each offer of an announcement to another
 * random one of them. Who does not say goodbye stays as a ghost.
 */
export interface MemoryTracker {
  announce(infoHash: string, member: Member, offerCount: number): Promise<{ viewerCount: number }>;
  stop(infoHash: string, member: Member): void;
  announceCount(): number;
}

type Swarm = { readonly members: Member[]; readonly indexOf: Map<Member, number> };

export function createMemoryTracker({ time, random, delayMs }: TrackerOptions): MemoryTracker {
  const swarms = new Map<string, Swarm>();
  let announceCount = 0;

  const swarmOf = (infoHash: string): Swarm => {
    const swarm = swarms.get(infoHash) ?? { members: [], indexOf: new Map() };
    swarms.set(infoHash, swarm);
    return swarm;
  };

  const introduce = (swarm: Swarm, member: Member, offerCount: number) => {
    for (const target of pickOthers(swarm.members, member, offerCount)) {
      time.at(target.machine, time.nowMs() + delayMs, () => {
        const answer = target.onOffer(member.peerId);
        if (answer !== null) time.at(member.machine, time.nowMs() + 2 * delayMs, () => member.onAnswer(answer));
      });
    }
  };

  const pickOthers = (members: readonly Member[], self: Member, count: number): Set<Member> => {
    const picked = new Set<Member>();
    const wanted = Math.min(count, members.length - 1);
    for (let tries = 0; picked.size < wanted && tries < 10 * count; tries++) {
      const member = members[randomInteger(random, members.length)]!;
      if (member !== self) picked.add(member);
    }
    return picked;
  };

  return {
    announceCount: () => announceCount,
    announce: (infoHash, member, offerCount) =>
      new Promise((resolve) => {
        time.at(WORLD, time.nowMs() + delayMs, () => {
          announceCount += 1;
          const swarm = swarmOf(infoHash);
          if (!swarm.indexOf.has(member)) {
            swarm.indexOf.set(member, swarm.members.length);
            swarm.members.push(member);
          }
          introduce(swarm, member, offerCount);
          const viewerCount = swarm.members.length;
          time.at(member.machine, time.nowMs() + delayMs, () => resolve({ viewerCount }));
        });
      }),
    stop(infoHash, member) {
      time.at(WORLD, time.nowMs() + delayMs, () => {
        const swarm = swarmOf(infoHash);
        const index = swarm.indexOf.get(member);
        if (index === undefined) return;
        swarm.indexOf.delete(member);
        const last = swarm.members.pop()!;
        if (last === member) return;
        swarm.members[index] = last;
        swarm.indexOf.set(last, index);
      });
    },
  };
}
