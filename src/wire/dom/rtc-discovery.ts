import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { SECOND_MS } from '../../base/units.ts';
import type { Discovery } from '../discovery.ts';
import { createMeetingPlace, type MeetingPlace } from '../meeting-place.ts';
import { createRtcConnector } from './rtc-connector.ts';
import { openWebSocket } from './web-socket.ts';

/** A page that was out of sight for so long may have lost its sockets without a word. */
const LONG_ABSENCE_MS = 30 * SECOND_MS;

export type RtcDiscoveryOptions = {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** WebSocket addresses, in the order in which they are tried; others are left out. */
  readonly trackerUrls: readonly string[];
  /** STUN and TURN servers; none are asked unless they are named here. */
  readonly iceServers: readonly IceServer[];
  /** Only relayed addresses are shown to other viewers; takes a TURN server. */
  readonly isRelayOnly: boolean;
  /** The page's, unless given: all players of a page share sockets and a peer id. */
  readonly meetingPlace?: MeetingPlace;
};

export type IceServer = {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
};

/** Viewers meet through WebTorrent trackers and connect by WebRTC. Nothing is opened before a swarm is joined. */
export function createRtcDiscovery(options: RtcDiscoveryOptions): Discovery {
  const { clock, random, trackerUrls, iceServers, isRelayOnly } = options;
  const connector = createRtcConnector({
    clock,
    random,
    isRelayOnly,
    isLeaving: () => isPageLeaving,
    iceServers: iceServers.map((server) => ({ ...server, urls: [server.urls].flat() })),
  });
  const place = options.meetingPlace ?? pageMeetingPlace(options);
  return place.createDiscovery({ trackerUrls: trackerUrls.filter(isWebSocketUrl), connector });
}

type WorldOptions = Pick<RtcDiscoveryOptions, 'clock' | 'random' | 'log'>;

/** A meeting place that follows the page's life: hidden, shown again, offline, online, asleep. */
export function createPageMeetingPlace(options: WorldOptions): MeetingPlace {
  const { clock } = options;
  const place = createMeetingPlace({ clock, random: options.random, log: options.log, openSocket: openWebSocket });
  let hiddenSinceMs: number | null = null;
  globalThis.addEventListener('online', () => place.onOnline());
  // Open connections keep a page out of the back/forward cache, and a frozen one is a ghost to its peers.
  globalThis.addEventListener('pagehide', () => {
    isPageLeaving = true;
    place.suspend();
  });
  globalThis.addEventListener('pageshow', () => {
    isPageLeaving = false;
    place.resume();
  });
  document.addEventListener('resume', () => place.onWake());
  document.addEventListener('visibilitychange', () => {
    const wasHiddenMs = hiddenSinceMs === null ? 0 : clock.wallMs() - hiddenSinceMs;
    hiddenSinceMs = document.visibilityState === 'hidden' ? clock.wallMs() : null;
    if (hiddenSinceMs === null && wasHiddenMs > LONG_ABSENCE_MS) place.onWake();
  });
  return place;
}

let isPageLeaving = false;

/** One for the whole page, since a tracker takes several sockets of one viewer for several viewers. */
let shared: MeetingPlace | null = null;

function pageMeetingPlace(options: WorldOptions): MeetingPlace {
  shared ??= createPageMeetingPlace(options);
  return shared;
}

function isWebSocketUrl(url: string): boolean {
  return /^wss?:\/\//i.test(url);
}
