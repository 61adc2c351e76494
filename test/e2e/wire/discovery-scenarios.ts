/** Runs inside a page: viewers of one swarm, each with a meeting place of its own, as if in a page of its own. */
import { createSeededRandom } from '../../../src/base/random.ts';
import { createBrowserClock } from '../../../src/platform/browser.ts';
import type { Discovery, Membership } from '../../../src/wire/discovery.ts';
import { createPageMeetingPlace, createRtcDiscovery } from '../../../src/wire/dom/rtc-discovery.ts';
import type { Link } from '../../../src/wire/link.ts';
import type { MeetingPlace } from '../../../src/wire/meeting-place.ts';

const clock = createBrowserClock();
const log = { note: () => undefined };

type Viewer = {
  readonly discovery: Discovery;
  readonly place: MeetingPlace;
  readonly links: Link[];
  readonly closed: string[];
  readonly received: Map<Link, Uint8Array[]>;
  readonly memberships: Map<string, Membership>;
  /** Links by swarm. */
  readonly linksOf: Map<string, Link[]>;
};

const viewers = new Map<string, Viewer>();
let connections: RTCPeerConnection[] = [];

/** Counts what is open, so that a test can see that nothing is left. */
const NativeConnection = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends NativeConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

export function createViewer(name: string, seed: number, trackerUrls: string[]): string {
  const random = createSeededRandom(seed);
  const place = createPageMeetingPlace({ clock, random, log });
  const discovery = createRtcDiscovery({
    clock,
    random,
    log,
    trackerUrls,
    iceServers: [],
    isRelayOnly: false,
    meetingPlace: place,
  });
  viewers.set(name, {
    discovery,
    place,
    links: [],
    closed: [],
    received: new Map(),
    memberships: new Map(),
    linksOf: new Map(),
  });
  return discovery.peerId;
}

export function join(name: string, infoHash: string, want: number): void {
  const viewer = viewerOf(name);
  const swarmLinks: Link[] = [];
  viewer.linksOf.set(infoHash, swarmLinks);
  const membership = viewer.discovery.join(infoHash, {
    onLink(link) {
      viewer.links.push(link);
      swarmLinks.push(link);
      viewer.received.set(link, []);
      link.on('message', (message) => viewer.received.get(link)?.push(message));
      link.on('closed', ({ reason }) => {
        viewer.closed.push(reason);
        viewer.links.splice(viewer.links.indexOf(link), 1);
      });
    },
  });
  viewer.memberships.set(infoHash, membership);
  membership.wantPeers(want);
}

export function leave(name: string, infoHash: string): void {
  viewerOf(name).memberships.get(infoHash)?.leave();
}

export function ban(name: string, peerId: string): void {
  viewerOf(name).discovery.ban(peerId);
}

export function destroy(name: string): void {
  viewerOf(name).discovery.destroy();
}

export function suspend(name: string): void {
  viewerOf(name).place.suspend();
}

export function resume(name: string): void {
  viewerOf(name).place.resume();
}

export function goOnline(): void {
  globalThis.dispatchEvent(new Event('online'));
}

export function peerIdOf(name: string): string {
  return viewerOf(name).discovery.peerId;
}

export function remotePeerIds(name: string): string[] {
  return viewerOf(name).links.map((link) => link.remotePeerId);
}

export function closings(name: string): string[] {
  return viewerOf(name).closed;
}

export function openConnectionCount(): number {
  connections = connections.filter((connection) => connection.signalingState !== 'closed');
  return connections.length;
}

/** Resolves with the milliseconds it took until `name` holds `count` links. */
export async function waitForLinks(name: string, count: number): Promise<number> {
  const startMs = performance.now();
  while (viewerOf(name).links.length !== count) await frame();
  return performance.now() - startMs;
}

/** Sends `sizes` bytes each way, waits until all has arrived and says whether it is what was sent. */
export async function exchange(first: string, second: string, sizes: number[]): Promise<boolean> {
  const [near, far] = [viewerOf(first), viewerOf(second)];
  const there = near.links.find((link) => link.remotePeerId === far.discovery.peerId);
  const back = far.links.find((link) => link.remotePeerId === near.discovery.peerId);
  if (there === undefined || back === undefined) return false;
  const messages = sizes.map((size, i) => new Uint8Array(size).fill(i + 1));
  for (const message of messages) {
    there.send(message);
    back.send(message);
  }
  const arrived = [far.received.get(back) ?? [], near.received.get(there) ?? []];
  while (arrived.some((list) => list.length < messages.length)) await frame();
  return arrived.every((list) => list.every((message, i) => isEqual(message, messages[i] as Uint8Array)));
}

/** Fills the send buffer to `bytes`, then waits for `drained`; returns the highest and the last fill. */
export async function fill(name: string, bytes: number): Promise<{ highest: number; afterDrain: number }> {
  const [link] = viewerOf(name).links;
  if (link === undefined) throw new Error('no link');
  const drained = new Promise<void>((resolve) => link.on('drained', () => resolve()));
  for (let sent = 0; sent < bytes; sent += 65_000) link.send(new Uint8Array(65_000));
  const highest = link.bufferedBytes;
  await drained;
  return { highest, afterDrain: link.bufferedBytes };
}

export function linkCountsBySwarm(name: string): Record<string, number> {
  return Object.fromEntries([...viewerOf(name).linksOf].map(([hash, links]) => [hash, links.length]));
}

function viewerOf(name: string): Viewer {
  const viewer = viewers.get(name);
  if (viewer === undefined) throw new Error(`no viewer ${name}`);
  return viewer;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function frame(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
