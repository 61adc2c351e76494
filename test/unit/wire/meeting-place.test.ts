import { beforeEach, describe, expect, it } from 'vitest';
import { SILENT_LOG } from '../../../src/base/log.ts';
import { createSeededRandom } from '../../../src/base/random.ts';
import type { Discovery, Membership, TrackerState } from '../../../src/wire/discovery.ts';
import type { Link } from '../../../src/wire/link.ts';
import { createMeetingPlace, type MeetingPlace } from '../../../src/wire/meeting-place.ts';
import { createMemoryConnector, createMemoryWeb, type MemoryWeb } from '../../support/memory-connector.ts';
import {
  createManualSockets,
  createMemoryTrackerServer,
  type MemoryTrackerServer,
} from '../../support/memory-socket.ts';
import { createVirtualTime, settle, type VirtualTime } from '../../support/virtual-clock.ts';

const FILM = 'aa'.repeat(20);
const RAW = '\u00aa'.repeat(20);
const SOUND = 'bb'.repeat(20);
const FIRST_URL = 'wss://first.test/';
const SECOND_URL = 'wss://second.test/';

type Page = { place: MeetingPlace; connector: ReturnType<typeof createMemoryConnector> };

describe('createMeetingPlace', () => {
  let time: VirtualTime;
  let web: MemoryWeb;
  let first: MemoryTrackerServer;
  let second: MemoryTrackerServer;
  let pages = 0;

  const pass = async (ms: number) => {
    const endMs = time.nowMs() + ms;
    while (time.nowMs() < endMs) {
      await time.runUntil(Math.min(time.nowMs() + 10, endMs));
      await settle();
    }
  };
  const createPage = (openSocket = routeByUrl): Page => {
    pages += 1;
    const place = createMeetingPlace({
      clock: time.clockOf(pages),
      random: createSeededRandom(pages),
      log: SILENT_LOG,
      openSocket,
    });
    return { place, connector: createMemoryConnector(web) };
  };
  const routeByUrl: MemoryTrackerServer['openSocket'] = (url, handlers) =>
    (url === FIRST_URL ? first : second).openSocket(url, handlers);
  const discover = (page: Page, trackerUrls = [FIRST_URL]): Discovery =>
    page.place.createDiscovery({ trackerUrls, connector: page.connector });
  const join = (discovery: Discovery, infoHash = FILM, want = 5) => {
    const links: Link[] = [];
    const states: (TrackerState | string)[] = [];
    const membership: Membership = discovery.join(infoHash, {
      onLink(link) {
        links.push(link);
        link.on('closed', () => links.splice(links.indexOf(link), 1));
      },
      onTracker: ({ url, state }) => states.push(`${url} ${state}`),
    });
    membership.wantPeers(want);
    return { links, states, membership };
  };

  beforeEach(() => {
    time = createVirtualTime();
    const later = (task: () => void) => void time.clockOf(0).schedule(10, task);
    web = createMemoryWeb(later);
    first = createMemoryTrackerServer({ later, shuffle: (ids) => ids });
    second = createMemoryTrackerServer({ later, shuffle: (ids) => ids });
  });

  it('opens one socket a tracker for all players and swarms of a page', async () => {
    const page = createPage();
    const [one, two] = [discover(page), discover(page)];
    join(one, FILM);
    join(two, SOUND);
    await pass(100);
    expect(first.socketCount()).toBe(1);
    expect([first.viewerCount(FILM), first.viewerCount(SOUND)]).toEqual([1, 1]);
    expect(one.peerId).toBe(two.peerId);
  });

  it('announces a swarm once for two players, and lets the second take over from the first', async () => {
    const page = createPage();
    const [one, two] = [discover(page), discover(page)];
    const [mine, yours] = [join(one), join(two)];
    const other = join(discover(createPage()));
    await pass(500);
    expect(first.viewerCount(FILM)).toBe(2);
    expect([mine.links.length, yours.links.length, other.links.length]).toEqual([1, 0, 1]);
    one.destroy();
    await pass(15_000);
    expect([mine.links.length, yours.links.length, other.links.length]).toEqual([0, 1, 1]);
    expect(first.viewerCount(FILM)).toBe(2);
  });

  it('has at most 10 offers without an answer, whatever is asked of it', async () => {
    const page = createPage();
    let highest = 0;
    for (const infoHash of [FILM, SOUND, 'cc'.repeat(20)]) join(discover(page), infoHash, 30);
    for (let second = 0; second < 100; second++) {
      await pass(1000);
      highest = Math.max(highest, page.connector.openCount());
    }
    expect(highest).toBe(10);
  });

  it('gives up offers that nobody answers, and goes on offering', async () => {
    const page = createPage();
    join(discover(page), FILM, 5);
    // A ghost: the tracker hands it our offers, and nobody is there.
    const sockets = createManualSockets();
    const ghost = createPage(sockets.openSocket);
    join(discover(ghost), FILM, 5);
    sockets.last().accept();
    await pass(1000);
    const offered = new Set<string>();
    for (let i = 0; i < 120; i++) {
      sockets.last().say({ action: 'announce', incomplete: 9, complete: 0, info_hash: RAW });
      await pass(1000);
    }
    for (const text of sockets.last().sent) {
      for (const { offer_id } of JSON.parse(text).offers ?? []) offered.add(offer_id);
    }
    expect(sockets.opened).toHaveLength(1);
    expect(offered.size).toBeGreaterThan(10);
    expect(ghost.connector.openCount()).toBeLessThanOrEqual(10);
  });

  it('sends an offer again for which there was nobody', async () => {
    const page = createPage();
    join(discover(page), FILM, 5);
    await pass(40_000);
    expect(first.announces.filter(({ kind }) => kind === 'started')).toHaveLength(1);
    expect(web.ends.size).toBe(5);
  });

  it('makes no offers for viewers whom it knows', async () => {
    const page = createPage();
    const mine = join(discover(page), FILM, 30);
    const yours = join(discover(createPage()), FILM, 30);
    await pass(500);
    expect([mine.links.length, yours.links.length]).toEqual([1, 1]);
    const made = page.connector.madeCount();
    await pass(60_000);
    expect(first.announces.filter(({ kind }) => kind === 'update').length).toBeGreaterThan(2);
    expect(page.connector.madeCount()).toBe(made);
  });

  it('uses the next tracker while the first is out of reach, and meets there', async () => {
    first.goAway();
    const [ann, bob] = [createPage(), createPage()];
    const mine = join(discover(ann, [FIRST_URL, SECOND_URL]));
    const yours = join(discover(bob, [SECOND_URL]));
    await pass(6000);
    expect([mine.links.length, yours.links.length]).toEqual([1, 1]);
    expect(mine.states).toContain(`${FIRST_URL} failed`);
    expect(mine.states).toContain(`${SECOND_URL} connected`);
    first.comeBack();
    await pass(20_000);
    expect(first.viewerCount(FILM)).toBe(1);
  });

  it('uses the next tracker where the first opens its socket and talks nonsense', async () => {
    const nonsense = createManualSockets();
    const ann = createPage((url, handlers) =>
      url === FIRST_URL ? nonsense.openSocket(url, handlers) : second.openSocket(url, handlers),
    );
    const mine = join(discover(ann, [FIRST_URL, SECOND_URL]));
    const yours = join(discover(createPage(), [SECOND_URL]));
    nonsense.last().accept();
    for (let i = 0; i < 40; i++) {
      nonsense.last().say('{"action":"nonsense"}');
      await pass(500);
    }
    expect([mine.links.length, yours.links.length]).toEqual([1, 1]);
  });

  it('leaves the second tracker alone while the first works', async () => {
    join(discover(createPage(), [FIRST_URL, SECOND_URL]));
    await pass(60_000);
    expect(second.announces).toEqual([]);
  });

  it('keeps its id over a lost socket while it has links, and takes a new one where all is lost', async () => {
    const [ann, bob] = [createPage(), createPage()];
    const [one, two] = [discover(ann), discover(bob)];
    const [mine] = [join(one), join(two)];
    await pass(1000);
    expect(mine.links).toHaveLength(1);
    const before = one.peerId;
    ann.place.onOnline();
    await pass(1000);
    expect(one.peerId).toBe(before);
    expect(first.viewerCount(FILM)).toBe(2);
    two.destroy();
    await pass(100);
    ann.place.onOnline();
    await pass(1000);
    expect(one.peerId).not.toBe(before);
    expect(first.viewerCount(FILM)).toBe(1);
  });

  it('gives the next film a new id before its first socket opens, and keeps to it', async () => {
    const page = createPage();
    const before = discover(page);
    join(before);
    await pass(500);
    const usedId = before.peerId;
    before.destroy();
    const after = discover(page);
    const promisedId = after.peerId;
    expect(promisedId).not.toBe(usedId);
    join(after);
    await pass(500);
    expect(after.peerId).toBe(promisedId);
    expect(first.announces.at(-1)?.peerId).toBe(promisedId);
  });

  it('answers a flood of offers from strangers ten at a time, and forgets those that never open', async () => {
    const sockets = createManualSockets();
    const page = createPage(sockets.openSocket);
    const { links } = join(discover(page), FILM, 0);
    sockets.last().accept();
    await pass(100);
    const strangers = createMemoryConnector(web);
    const nothing = { onOpen: () => undefined, onClosed: () => undefined };
    const offers = Promise.all(Array.from({ length: 100 }, () => strangers.createOffer(nothing)));
    await pass(100);
    for (const [i, { sdp }] of (await offers).entries()) {
      sockets.last().say({
        action: 'announce',
        info_hash: RAW,
        peer_id: `-XX0000-${i}`.padEnd(20, '.'),
        offer: { type: 'offer', sdp },
        offer_id: 'o'.repeat(20),
      });
    }
    expect(page.connector.openCount()).toBe(10);
    await pass(16_000);
    expect(page.connector.openCount()).toBe(0);
    expect(links).toEqual([]);
  });

  it('leaves nothing behind after 50 rounds of create, join and destroy', async () => {
    const [page, other] = [createPage(), createPage()];
    join(discover(other), FILM, 5);
    for (let i = 0; i < 50; i++) {
      const discovery = discover(page);
      const { links, membership } = join(discovery);
      await pass(i % 3 === 0 ? 0 : 200);
      if (i % 2 === 0) membership.leave();
      discovery.destroy();
      discovery.destroy();
      membership.leave();
      expect(links).toEqual([]);
    }
    await pass(1000);
    expect(page.connector.openCount()).toBe(0);
    expect(first.socketCount()).toBe(1);
    expect(first.viewerCount(FILM)).toBe(1);
  });
});
