import { SILENT_LOG } from '../../src/base/log.ts';
import type { Ports } from '../../src/base/ports.ts';
import { createSeededRandom, type Random } from '../../src/base/random.ts';
import { createMemoryStorage } from '../../src/base/storage.ts';
import type { HlsMedia, Sharing } from '../../src/media/video.ts';
import type { SegmentSupply, SupplyStats } from '../../src/swarm/supply.ts';
import type { Discovery } from '../../src/wire/discovery.ts';
import { createPeerId, PEER_ID_LENGTH } from '../../src/wire/peer-id.ts';
import { createMemoryDiscovery, type DiscoveryWorld, type MemoryDiscovery } from '../support/memory-discovery.ts';
import type { LinkEnd, LinkPath } from '../support/memory-link.ts';
import { createMemoryTracker } from '../support/memory-tracker.ts';
import { createNetwork, type Network } from '../support/network.ts';
import { PHANTOM_DIGEST } from '../support/phantom-bytes.ts';
import { createSimulatedHttp, type Origin } from '../support/simulated-http.ts';
import { createVirtualTime, type VirtualTime, WORLD } from '../support/virtual-clock.ts';
import { createFilm, type SimulatedFilm } from './film.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { OriginOptions, PathOptions, Scenario, ViewerPlan } from './scenario.ts';
import { createViewer, type SimulatedViewer, type Watching } from './viewer.ts';

/** A silent peer is given up by ICE after about this long. */
const SILENCE_MS = 8000;
/** Stored bytes are looked at, and a point of the curve is drawn, this often. */
const SAMPLE_MS = 1000;

/** Nobody lists the swarms: they are named after the film's address. */
export const SHARING: Extract<Sharing, { kind: 'open' }> = {
  kind: 'open',
  swarmId: null,
  trackerUrls: ['wss://tracker.test'],
  stunUrls: [],
  isOnByDefault: true,
};

/** The engine under test, made for one viewer. */
export type CreateSupply = (context: {
  readonly ports: Ports;
  readonly media: HlsMedia;
  readonly sharing: Sharing;
  readonly discovery: Discovery;
  readonly storeBytes: number;
}) => SegmentSupply;

/** One second of the whole swarm. */
export type Sample = {
  readonly atSeconds: number;
  readonly originBytes: number;
  readonly peerBytes: number;
  readonly present: number;
  readonly waiting: number;
};

export type ViewerOutcome = {
  readonly peerId: string;
  readonly plan: ViewerPlan;
  readonly watching: Watching;
  readonly stats: SupplyStats;
  readonly maxStoredBytes: number;
  readonly maxPeers: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
};

export type RunOutcome = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly film: SimulatedFilm;
  readonly viewers: readonly ViewerOutcome[];
  readonly samples: readonly Sample[];
  readonly faults: readonly string[];
  readonly originMediaBytes: number;
  /** Bodies of every kind. */
  readonly originSentBytes: number;
  readonly originRequests: number;
  /** Peers that some viewer refuses to speak to. */
  readonly bannedPeerIds: ReadonlySet<string>;
  /** Payload that anybody handed to a link, attackers too. */
  readonly linkSentBytes: number;
  readonly announces: number;
  readonly taskCount: number;
};

export type RunOptions = {
  readonly scenario: Scenario;
  readonly viewers: number;
  readonly seed: number;
  readonly createSupply: CreateSupply;
  /** Called before the first viewer joins: the place to let others in. */
  readonly onWorld?: (world: World) => void | Promise<void>;
  /** Called about once a virtual second. */
  readonly onProgress?: (atSeconds: number) => void;
};

/** Runs a scenario from its first to its last second; the same options give the same outcome. */
export async function runScenario(options: RunOptions): Promise<RunOutcome> {
  const { scenario, seed } = options;
  const world = await createWorld(options);
  const { time } = world;
  await options.onWorld?.(world);
  const present: PresentViewer[] = [];
  const outcomes: ViewerOutcome[] = [];
  const samples: Sample[] = [];

  for (let index = 0; index < options.viewers; index++) {
    const random = createSeededRandom(seed * 1_000_003 + index);
    const plan = scenario.planViewer(index, random);
    time.at(index + 1, plan.joinMs, () => {
      const viewer = join(world, { index, plan, random, createSupply: options.createSupply });
      present[index] = viewer;
      if (plan.watchSeconds === null) return;
      time.at(index + 1, plan.joinMs + plan.watchSeconds * 1000, () => {
        outcomes[index] = leave(world, viewer);
        delete present[index];
      });
    });
  }

  for (let atSeconds = 0; atSeconds < scenario.durationSeconds; atSeconds += SAMPLE_MS / 1000) {
    await time.runUntil((atSeconds + 1) * SAMPLE_MS);
    samples.push(takeSample(world, present, atSeconds + 1));
    options.onProgress?.(atSeconds + 1);
  }
  const stayed = present.filter(() => true);
  for (const viewer of stayed) viewer.viewer.leave();
  for (const viewer of stayed) outcomes[viewer.index] = leave(world, viewer);
  await time.runUntil(time.nowMs() + SILENCE_MS + 2000);

  return {
    scenario,
    seed,
    film: world.film,
    viewers: outcomes,
    samples,
    faults: world.ledger.faults,
    originMediaBytes: world.origin.mediaBytes,
    originSentBytes: world.origin.up.sentBytes,
    originRequests: world.origin.requestCount,
    bannedPeerIds: world.ledger.bannedPeerIds,
    linkSentBytes: world.ledger.sentBytes.reduce((total, bytes) => total + bytes, 0),
    announces: world.discovery.tracker.announceCount(),
    taskCount: time.taskCount(),
  };
}

/** What all viewers of a run share. */
export type World = {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly film: SimulatedFilm;
  readonly origin: Origin;
  readonly ledger: Ledger;
  readonly discovery: DiscoveryWorld;
};

async function createWorld({ scenario, seed }: RunOptions): Promise<World> {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const film = await createFilm(scenario.film);
  const random = createSeededRandom(seed);
  const tracker = createMemoryTracker({ time, random, delayMs: scenario.trackerDelayMs });
  const pathBetween = createPaths(scenario.path, seed);
  return {
    scenario,
    time,
    network,
    film,
    origin: createOrigin({ time, network, film }, scenario.origin, random),
    ledger: createLedger(),
    discovery: { time, network, tracker, setupMs: scenario.linkSetupMs, pathBetween },
  };
}

function createOrigin(
  { time, network, film }: Pick<World, 'time' | 'network' | 'film'>,
  options: OriginOptions,
  random: Random,
): Origin {
  return {
    up: network.createUplink(options.bitsPerSecond),
    thinkMs: options.thinkMs,
    connectionBitsPerSecond: options.connectionBitsPerSecond,
    find: (url) => film.find(url, time.nowMs()),
    fault() {
      let dice = random.unit();
      if (dice < options.errorShare) return 'error';
      dice -= options.errorShare;
      if (dice < options.resetShare) return 'reset';
      dice -= options.resetShare;
      return dice < options.stallShare ? 'stall' : 'none';
    },
    mediaBytes: 0,
    requestCount: 0,
  };
}

/** What lies between two viewers is always the same, whoever asks and whenever. */
function createPaths(options: PathOptions, seed: number): (a: LinkEnd, b: LinkEnd) => LinkPath | null {
  return (a, b) => {
    const low = Math.min(a.machine, b.machine);
    const high = Math.max(a.machine, b.machine);
    const random = createSeededRandom(Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b) ^ seed);
    random.unit();
    if (random.unit() < options.blockedShare) return null;
    const rttMs = options.minRttMs + (options.maxRttMs - options.minRttMs) * random.unit();
    const loss = random.unit() < options.lossyShare ? options.maxLoss * random.unit() : 0;
    return { rttMs, bitsPerSecond: throughput(rttMs, loss) };
  };
}

/** Window over round trip, or what loss leaves of it (Mathis and others, 1997): 1.22 · MSS / (RTT · √p). */
function throughput(rttMs: number, loss: number): number {
  const windowBits = 8 * 1024 * 1024;
  const segmentBits = 8 * 1200;
  const byWindow = windowBits / (rttMs / 1000);
  return loss === 0 ? byWindow : Math.min(byWindow, (1.22 * segmentBits) / ((rttMs / 1000) * Math.sqrt(loss)));
}

type PresentViewer = {
  readonly index: number;
  readonly plan: ViewerPlan;
  readonly viewer: SimulatedViewer;
  readonly supply: SegmentSupply;
  readonly discovery: MemoryDiscovery;
  maxStoredBytes: number;
  maxPeers: number;
};

type JoinOptions = {
  readonly index: number;
  readonly plan: ViewerPlan;
  readonly random: Random;
  readonly createSupply: CreateSupply;
};

function join(world: World, { index, plan, random, createSupply }: JoinOptions): PresentViewer {
  const { time, network, film, ledger, scenario } = world;
  const machine = index + 1;
  const clock = time.clockOf(machine);
  const down = network.createDownlink(plan.downBitsPerSecond);
  const end: LinkEnd = {
    machine,
    peerId: createPeerId(random),
    up: network.createUplink(plan.upBitsPerSecond),
    down,
    isLiar: plan.isLiar,
    onSend: (message) => ledger.send(machine, plan.isLiar, message),
    onReceive: (message) => ledger.receive(machine, message),
  };
  const discovery = createMemoryDiscovery(world.discovery, end);
  const http = createSimulatedHttp(world, world.origin, { machine, down, rttMs: plan.originRttMs });
  const ports: Ports = { clock, random, http, digest: PHANTOM_DIGEST, storage: createMemoryStorage(), log: SILENT_LOG };
  const supply = createSupply({
    ports,
    media: film.media,
    sharing: SHARING,
    discovery,
    storeBytes: scenario.storeBytes,
  });
  supply.on('peerBanned', ({ peerId }) => ledger.bannedPeerIds.add(peerId.slice(0, PEER_ID_LENGTH)));
  const viewer = createViewer({
    clock,
    film,
    supply,
    plan,
    liveEdgeSeconds: () => film.edgeSecondsAt(time.nowMs()),
  });
  for (const { afterSeconds, forSeconds } of plan.sleeps) {
    const sleepMs = plan.joinMs + afterSeconds * 1000;
    time.at(WORLD, sleepMs, () => time.freeze(machine, sleepMs + forSeconds * 1000));
  }
  return { index, plan, viewer, supply, discovery, maxStoredBytes: 0, maxPeers: 0 };
}

function leave({ ledger }: World, present: PresentViewer): ViewerOutcome {
  const { index, plan, viewer, supply, discovery } = present;
  viewer.leave();
  const stats = supply.stats();
  if (plan.vanishes) discovery.vanish(SILENCE_MS);
  supply.destroy();
  discovery.destroy();
  if (viewer.watching.wrongSegments > 0) ledger.fault(`viewer ${index + 1} was shown wrong bytes`);
  return {
    peerId: discovery.peerId,
    plan,
    watching: viewer.watching,
    stats,
    maxStoredBytes: present.maxStoredBytes,
    maxPeers: present.maxPeers,
    sentBytes: ledger.sentBytes[index + 1] ?? 0,
    receivedBytes: ledger.receivedBytes[index + 1] ?? 0,
  };
}

const WAITING: ReadonlySet<string> = new Set(['starting', 'stalled', 'seeking']);

function takeSample({ origin, ledger }: World, present: readonly PresentViewer[], atSeconds: number): Sample {
  let waiting = 0;
  let count = 0;
  for (const viewer of present) {
    if (viewer === undefined) continue;
    count += 1;
    if (WAITING.has(viewer.viewer.state())) waiting += 1;
    viewer.maxStoredBytes = Math.max(viewer.maxStoredBytes, viewer.supply.stats().storedBytes);
    viewer.maxPeers = Math.max(viewer.maxPeers, viewer.discovery.linkCount());
  }
  let peerBytes = 0;
  for (const bytes of ledger.receivedBytes) peerBytes += bytes ?? 0;
  return { atSeconds, originBytes: origin.mediaBytes, peerBytes, present: count, waiting };
}
