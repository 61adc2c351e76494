import { beforeEach, describe, expect, it } from 'vitest';
import { SILENT_LOG } from '../../../src/base/log.ts';
import { createSeededRandom } from '../../../src/base/random.ts';
import { createTracker, type Tracker, type TrackerStatus, type TrackerSwarm } from '../../../src/wire/tracker.ts';
import type { TrackerOffer } from '../../../src/wire/tracker-message.ts';
import { createManualSockets, type OpenedSocket } from '../../support/memory-socket.ts';
import { createVirtualTime, settle, type VirtualTime } from '../../support/virtual-clock.ts';

const FILM = 'aa'.repeat(20);
const RAW = '\u00aa'.repeat(20);
const OWN_ID = '-FV0100-ownownownown';
const OTHER_ID = '-FV0100-otherotherot';
const SDP = 'v=0\r\n';

type FakeSwarm = TrackerSwarm & {
  offers: TrackerOffer[];
  returned: TrackerOffer[];
  statuses: TrackerStatus[];
  introductions: string[];
  answers: ((sdp: string) => void)[];
  known: number;
  isLooking: boolean;
};

function createSwarm(offerCount = 2): FakeSwarm {
  const offers = Array.from({ length: offerCount }, (_, i) => ({ offerId: `offer-${i}`.padEnd(20, '.'), sdp: SDP }));
  const swarm: FakeSwarm = {
    offers,
    returned: [],
    statuses: [],
    introductions: [],
    answers: [],
    known: 0,
    isLooking: true,
    takeOffers: async () => offers,
    returnOffers: (returned) => swarm.returned.push(...returned),
    knownPeerCount: () => swarm.known,
    isLookingForPeers: () => swarm.isLooking,
    onOffer: (peerId, _offer, answer) => {
      swarm.introductions.push(`offer of ${peerId}`);
      swarm.answers.push(answer);
    },
    onAnswer: (peerId) => swarm.introductions.push(`answer of ${peerId}`),
    onStatus: (status) => swarm.statuses.push(status),
  };
  return swarm;
}

describe('createTracker', () => {
  let time: VirtualTime;
  let sockets: ReturnType<typeof createManualSockets>;
  let tracker: Tracker;
  let peerId: string;

  beforeEach(() => {
    time = createVirtualTime();
    sockets = createManualSockets();
    peerId = OWN_ID;
    tracker = createTracker({
      url: 'wss://tracker.test/',
      clock: time.clockOf(1),
      random: createSeededRandom(1),
      log: SILENT_LOG,
      openSocket: sockets.openSocket,
      identify: () => peerId,
    });
  });

  const pass = async (ms: number) => {
    await time.runUntil(time.nowMs() + ms);
    await settle();
  };
  const accept = async () => {
    sockets.last().accept();
    await pass(1);
  };
  const events = (socket: OpenedSocket) =>
    socket.sent.map((text) => {
      const { event, answer } = JSON.parse(text);
      return answer === undefined ? (event ?? 'update') : 'answer';
    });
  const count = (incomplete: number, over: Record<string, unknown> = {}) =>
    sockets.last().say({ action: 'announce', complete: 0, incomplete, interval: 120, info_hash: RAW, ...over });
  const offerFrom = (id: string) =>
    sockets.last().say({
      action: 'announce',
      info_hash: RAW,
      peer_id: id,
      offer: { type: 'offer', sdp: SDP },
      offer_id: 'o'.repeat(20),
    });

  it('opens no socket before a swarm is joined', () => {
    expect(sockets.opened).toHaveLength(0);
    expect(tracker.state).toBe('idle');
  });

  it('announces with offers as soon as the socket is open, then at 3, 10 and 30 seconds', async () => {
    tracker.join(FILM, createSwarm());
    await accept();
    expect(events(sockets.last())).toEqual(['started']);
    expect(JSON.parse(sockets.last().sent[0] ?? '')).toMatchObject({ info_hash: RAW, peer_id: OWN_ID, numwant: 2 });
    const moments: number[] = [];
    for (let second = 1; second <= 160; second++) {
      const before = sockets.last().sent.length;
      await pass(1000);
      if (sockets.last().sent.length > before) moments.push(second);
      count(1);
    }
    expect(moments).toEqual([3, 10, 30, 150]);
    expect(events(sockets.last()).slice(1)).toEqual(['update', 'update', 'update', 'update']);
  });

  it('asks sooner while the tracker counts viewers whom we do not know', async () => {
    const swarm = createSwarm();
    tracker.join(FILM, swarm);
    await accept();
    const announcesUntil = async (seconds: number) => {
      const before = sockets.last().sent.length;
      for (let i = 0; i < seconds; i++) {
        count(9);
        await pass(1000);
      }
      return sockets.last().sent.length - before;
    };
    await announcesUntil(31);
    swarm.known = 8;
    expect(await announcesUntil(60)).toBe(0);
    swarm.known = 3;
    expect(await announcesUntil(60)).toBeGreaterThan(0);
  });

  it('takes back the offers for which there was nobody', async () => {
    const swarm = createSwarm(5);
    tracker.join(FILM, swarm);
    await accept();
    count(3);
    expect(swarm.returned).toEqual(swarm.offers.slice(2));
    expect(swarm.statuses.at(-1)).toMatchObject({ state: 'connected', viewerCount: 3 });
  });

  it('hands on offers and answers, and sends our answer', async () => {
    const swarm = createSwarm();
    tracker.join(FILM, swarm);
    await accept();
    offerFrom(OTHER_ID);
    swarm.answers[0]?.(SDP);
    expect(swarm.introductions).toEqual([`offer of ${OTHER_ID}`]);
    expect(JSON.parse(sockets.last().sent.at(-1) ?? '')).toEqual({
      action: 'announce',
      info_hash: RAW,
      peer_id: OWN_ID,
      to_peer_id: OTHER_ID,
      answer: { type: 'answer', sdp: SDP },
      offer_id: 'o'.repeat(20),
    });
  });

  it('ignores our own offers, swarms that we did not join, and noise', async () => {
    const swarm = createSwarm();
    tracker.join(FILM, swarm);
    await accept();
    offerFrom(OWN_ID);
    sockets.last().say({ action: 'announce', info_hash: 'x'.repeat(20), complete: 5, incomplete: 5 });
    sockets.last().say('{"action":');
    expect(swarm.introductions).toEqual([]);
    expect(tracker.state).toBe('connected');
  });

  it('answers at most 40 offers of a swarm in five minutes', async () => {
    const swarm = createSwarm();
    tracker.join(FILM, swarm);
    await accept();
    for (let i = 0; i < 100; i++) offerFrom(OTHER_ID);
    for (const answer of swarm.answers) answer(SDP);
    expect(events(sockets.last()).filter((event) => event === 'answer')).toHaveLength(40);
  });

  it('says stopped when a swarm is left, and closes when none is joined for a while', async () => {
    const membership = tracker.join(FILM, createSwarm());
    await accept();
    membership.leave();
    membership.leave();
    expect(events(sockets.last())).toEqual(['started', 'stopped']);
    expect(sockets.last().isClosed()).toBe(false);
    await pass(6000);
    expect(sockets.last().isClosed()).toBe(true);
    expect(tracker.state).toBe('idle');
  });

  it('keeps the socket for the swarm that is joined next', async () => {
    tracker.join(FILM, createSwarm()).leave();
    await accept();
    await pass(1000);
    tracker.join('bb'.repeat(20), createSwarm());
    await pass(6000);
    expect(sockets.opened).toHaveLength(1);
    expect(events(sockets.last())).toEqual(['started', 'update']);
  });

  it('comes back after a loss, later each time, and registers anew', async () => {
    tracker.join(FILM, createSwarm());
    const gaps: number[] = [];
    for (let i = 0; i < 8; i++) {
      const lostMs = time.nowMs();
      const before = sockets.opened.length;
      sockets.last().fail('refused');
      expect(tracker.state).toBe('failed');
      while (sockets.opened.length === before) await pass(50);
      gaps.push(time.nowMs() - lostMs);
    }
    for (const [i, gapMs] of gaps.entries()) {
      const backOffMs = Math.min(1000 * 2 ** i, 60_000);
      expect(gapMs).toBeGreaterThanOrEqual(backOffMs / 2);
      expect(gapMs).toBeLessThanOrEqual(backOffMs + 50);
    }
    await accept();
    expect(events(sockets.last())).toEqual(['started']);
  });

  it('says stopped before started where the server may still know us by the same id', async () => {
    tracker.join(FILM, createSwarm());
    await accept();
    sockets.last().fail('lost');
    await pass(1100);
    await accept();
    expect(events(sockets.last())).toEqual(['stopped', 'started']);
    peerId = '-FV0100-freshfreshfr';
    sockets.last().fail('lost');
    await pass(2100);
    await accept();
    expect(events(sockets.last())).toEqual(['started']);
    expect(JSON.parse(sockets.last().sent[0] ?? '').peer_id).toBe(peerId);
  });

  it('does not take the answer to a goodbye for one to an announce', async () => {
    const swarm = createSwarm(5);
    tracker.join(FILM, swarm);
    await accept();
    sockets.last().fail('lost');
    await pass(1100);
    await accept();
    count(1);
    expect(swarm.returned).toEqual([]);
    count(2);
    expect(swarm.returned).toEqual(swarm.offers.slice(1));
  });

  it('replaces a socket on which announces stay without an answer', async () => {
    tracker.join(FILM, createSwarm());
    await accept();
    await pass(16_000);
    expect(sockets.opened.length).toBeGreaterThan(1);
    expect(sockets.opened[0]?.isClosed()).toBe(true);
  });

  it('replaces a socket that does not open', async () => {
    tracker.join(FILM, createSwarm());
    await pass(11_500);
    expect(sockets.opened).toHaveLength(2);
  });

  it('closes a socket that floods us', async () => {
    const swarm = createSwarm();
    tracker.join(FILM, swarm);
    await accept();
    for (let i = 0; i < 1000; i++) offerFrom(OTHER_ID);
    expect(swarm.introductions.length).toBeLessThanOrEqual(400);
    expect(sockets.opened[0]?.isClosed()).toBe(true);
    expect(tracker.state).toBe('failed');
  });

  it('leaves a tracker that refuses a swarm in peace', async () => {
    const swarm = createSwarm();
    tracker.join(FILM, swarm);
    await accept();
    sockets.last().say({ 'failure reason': 'no', action: 'announce', info_hash: RAW });
    await pass(299_000);
    expect(events(sockets.last())).toEqual(['started']);
    await pass(2000);
    expect(events(sockets.last())).toEqual(['started', 'update']);
    expect(swarm.returned).toEqual(swarm.offers);
  });

  it('lives through refusals that do not say what they refuse', async () => {
    tracker.join(FILM, createSwarm());
    await accept();
    sockets.last().say({ 'failure reason': 'invalid info_hash' });
    await pass(3000);
    expect(events(sockets.last())).toEqual(['started', 'update']);
  });

  it('asks over a new socket at once when the network has changed', async () => {
    tracker.join(FILM, createSwarm());
    await accept();
    tracker.reconnect();
    expect(sockets.opened).toHaveLength(2);
    await accept();
    expect(events(sockets.last())).toEqual(['stopped', 'started']);
  });

  it('finds out after a sleep whether its socket still lives', async () => {
    tracker.join(FILM, createSwarm());
    await accept();
    const passAnswered = async (ms: number) => {
      for (let passedMs = 0; passedMs < ms; passedMs += 1000) {
        count(1);
        await pass(1000);
      }
    };
    await passAnswered(60_000);
    tracker.check();
    await passAnswered(30_000);
    expect(sockets.opened).toHaveLength(1);
    tracker.check();
    await pass(5000);
    expect(sockets.opened).toHaveLength(2);
  });

  it('closes with a goodbye while it is suspended, and comes back', async () => {
    tracker.join(FILM, createSwarm());
    await accept();
    tracker.suspend();
    expect(events(sockets.last())).toEqual(['started', 'stopped']);
    expect(sockets.last().isClosed()).toBe(true);
    await pass(600_000);
    expect(sockets.opened).toHaveLength(1);
    tracker.resume();
    await accept();
    expect(events(sockets.last())).toEqual(['started']);
  });

  it('says goodbye and stays silent after it was destroyed, once or twice', async () => {
    tracker.join(FILM, createSwarm());
    await accept();
    tracker.destroy();
    tracker.destroy();
    expect(events(sockets.last())).toEqual(['started', 'stopped']);
    tracker.join(FILM, createSwarm());
    tracker.reconnect();
    tracker.resume();
    await pass(600_000);
    expect(sockets.opened).toHaveLength(1);
    expect(sockets.last().isClosed()).toBe(true);
  });
});
