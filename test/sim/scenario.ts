import { type Random, randomInteger } from '../../src/base/random.ts';
import { clamp, MIB } from '../../src/base/units.ts';
import type { FilmOptions } from './film.ts';

const MBIT = 1_000_000;

/** What one viewer does and has. */
export type ViewerPlan = {
  readonly joinMs: number;
  readonly startSeconds: number;
  /** On the page; null stays to the end. */
  readonly watchSeconds: number | null;
  /** Goes without a goodbye, as a phone in a tunnel. */
  readonly vanishes: boolean;
  readonly seeks: readonly { readonly afterSeconds: number; readonly toSeconds: number }[];
  readonly pauses: readonly { readonly afterSeconds: number; readonly forSeconds: number }[];
  /** The page is frozen: nothing runs. */
  readonly sleeps: readonly { readonly afterSeconds: number; readonly forSeconds: number }[];
  /** Sends other bytes than it claims. */
  readonly isLiar: boolean;
  readonly upBitsPerSecond: number;
  readonly downBitsPerSecond: number;
  readonly originRttMs: number;
};

export type OriginOptions = {
  readonly bitsPerSecond: number;
  readonly connectionBitsPerSecond: number;
  readonly thinkMs: number;
  /** Shares of requests, from 0 to 1, that are answered with 500, break off, or fall silent half way. */
  readonly errorShare: number;
  readonly resetShare: number;
  readonly stallShare: number;
};

export type PathOptions = {
  readonly minRttMs: number;
  readonly maxRttMs: number;
  /** Share of pairs that cannot connect. */
  readonly blockedShare: number;
  /** Share of connections that lose packets, and the most that they lose. */
  readonly lossyShare: number;
  readonly maxLoss: number;
};

export type Scenario = {
  readonly name: string;
  readonly film: FilmOptions;
  /** Virtual time that the run takes. */
  readonly durationSeconds: number;
  readonly origin: OriginOptions;
  readonly path: PathOptions;
  readonly trackerDelayMs: number;
  readonly linkSetupMs: number;
  readonly storeBytes: number;
  planViewer(index: number, random: Random): ViewerPlan;
};

export type ScenarioOptions = { readonly viewers: number };

export const FILM: FilmOptions = {
  kind: 'film',
  bitrateBitsPerSecond: 2.5 * MBIT,
  segmentSeconds: 4,
  durationSeconds: 120,
};

export const ORIGIN: OriginOptions = {
  bitsPerSecond: 1000 * MBIT,
  connectionBitsPerSecond: 100 * MBIT,
  thinkMs: 10,
  errorShare: 0,
  resetShare: 0,
  stallShare: 0,
};

export const PATH: PathOptions = { minRttMs: 20, maxRttMs: 150, blockedShare: 0.15, lossyShare: 0.3, maxLoss: 0.002 };

const BASE = {
  film: FILM,
  durationSeconds: FILM.durationSeconds + 30,
  origin: ORIGIN,
  path: PATH,
  trackerDelayMs: 60,
  linkSetupMs: 1100,
  storeBytes: 128 * MIB,
} as const;

/** Uplinks are log-normal with a median of 6 Mbit/s; with this spread a fifth of them is under 1.5. */
const UPLINK_MEDIAN = 6 * MBIT;
const UPLINK_SIGMA = Math.log(4) / 0.8416;

export function planOrdinaryViewer(random: Random): ViewerPlan {
  const upBitsPerSecond = clamp(UPLINK_MEDIAN * Math.exp(UPLINK_SIGMA * normal(random)), 0.3 * MBIT, 200 * MBIT);
  return {
    joinMs: 0,
    startSeconds: 0,
    watchSeconds: null,
    vanishes: false,
    seeks: [],
    pauses: [],
    sleeps: [],
    isLiar: false,
    upBitsPerSecond,
    downBitsPerSecond: clamp(5 * upBitsPerSecond, 8 * MBIT, 500 * MBIT),
    originRttMs: 20 + 80 * random.unit(),
  };
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
}

function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.unit());
}

const nextSecond = (random: Random) => random.unit() * 1000;

/** Everybody comes within one second. */
function flashCrowd(): Scenario {
  return {
    ...BASE,
    name: 'flash-crowd',
    origin: { ...ORIGIN, bitsPerSecond: 20 * FILM.bitrateBitsPerSecond },
    planViewer: (_, random) => ({ ...planOrdinaryViewer(random), joinMs: nextSecond(random) }),
  };
}

/** The origin cannot serve every tenth of them, and now and then it fails. */
function weakOrigin({ viewers }: ScenarioOptions): Scenario {
  return {
    ...BASE,
    name: 'weak-origin',
    origin: {
      ...ORIGIN,
      bitsPerSecond: Math.max(2, viewers / 10) * FILM.bitrateBitsPerSecond,
      errorShare: 0.02,
      resetShare: 0.02,
      stallShare: 0.01,
    },
    planViewer: (index, random) => ({
      ...planOrdinaryViewer(random),
      joinMs: (index % 10) * 1000 + nextSecond(random),
    }),
  };
}

/** Viewers come all the time and stay for half a minute; every fifth goes without a word. */
function churn({ viewers }: ScenarioOptions): Scenario {
  return {
    ...BASE,
    name: 'churn',
    planViewer: (index, random) => ({
      ...planOrdinaryViewer(random),
      joinMs: (index / viewers) * 100_000,
      watchSeconds: 5 + exponential(random, 35),
      vanishes: random.unit() < 0.2,
      pauses: random.unit() < 0.1 ? [{ afterSeconds: 10, forSeconds: 15 }] : [],
      sleeps: random.unit() < 0.05 ? [{ afterSeconds: 15, forSeconds: 10 }] : [],
    }),
  };
}

/** Every tenth viewer sends wrong bytes. */
function liar(): Scenario {
  return {
    ...BASE,
    name: 'liar',
    origin: { ...ORIGIN, bitsPerSecond: 100 * MBIT },
    planViewer: (index, random) => ({
      ...planOrdinaryViewer(random),
      joinMs: (index % 20) * 500 + nextSecond(random),
      isLiar: index % 10 === 3,
    }),
  };
}

/** The tracker needs two seconds each way. */
function slowTracker(): Scenario {
  return {
    ...BASE,
    name: 'slow-tracker',
    trackerDelayMs: 2000,
    planViewer: (index, random) => ({ ...planOrdinaryViewer(random), joinMs: (index % 10) * 500 + nextSecond(random) }),
  };
}

/** Everybody jumps about in a film of ten minutes. */
function seekStorm(): Scenario {
  const film = { ...FILM, durationSeconds: 600 };
  return {
    ...BASE,
    name: 'seek-storm',
    film,
    durationSeconds: 180,
    planViewer: (index, random) => ({
      ...planOrdinaryViewer(random),
      joinMs: (index % 30) * 1000 + nextSecond(random),
      seeks: Array.from({ length: 10 }, (_, i) => ({
        afterSeconds: 15 + 12 * i + 6 * random.unit(),
        toSeconds: 4 * randomInteger(random, 135) + 4 * random.unit(),
      })),
    }),
  };
}

/** A live that everybody watches `behindSeconds` behind its edge. */
function live(name: string, behindSeconds: number): Scenario {
  return {
    ...BASE,
    name,
    film: { ...FILM, kind: 'live', durationSeconds: 150 },
    durationSeconds: 150,
    // Sequence 100 begins at time zero.
    planViewer: (index, random) => {
      const joinMs = (index % 20) * 500 + nextSecond(random);
      return { ...planOrdinaryViewer(random), joinMs, startSeconds: 400 + joinMs / 1000 - behindSeconds };
    },
  };
}

/** One viewer with a great line; the others have hardly any. */
function oneFastPeer(): Scenario {
  return {
    ...BASE,
    name: 'one-fast-peer',
    planViewer: (index, random) => ({
      ...planOrdinaryViewer(random),
      joinMs: index === 0 ? 0 : 5000 + index * 200,
      upBitsPerSecond: index === 0 ? 200 * MBIT : 0.8 * MBIT,
    }),
  };
}

/** Twenty minutes, somebody comes every five seconds and watches for four minutes on average. */
function longFilm({ viewers }: ScenarioOptions): Scenario {
  const film = { ...FILM, durationSeconds: 1200 };
  return {
    ...BASE,
    name: 'long-film',
    film,
    durationSeconds: 5 * viewers + 60,
    planViewer: (index, random) => ({
      ...planOrdinaryViewer(random),
      joinMs: exponentialJoins(index, random),
      watchSeconds: Math.max(5, exponential(random, 240)),
    }),
  };
}

const exponentialJoins = (index: number, random: Random) => 5000 * (index + random.unit() - 0.5) + 2500;

const SCENARIOS: Readonly<Record<string, (options: ScenarioOptions) => Scenario>> = {
  'flash-crowd': flashCrowd,
  'weak-origin': weakOrigin,
  churn,
  liar,
  'slow-tracker': slowTracker,
  'seek-storm': seekStorm,
  'live-edge': () => live('live-edge', 12),
  'live-behind': () => live('live-behind', 20),
  'one-fast-peer': oneFastPeer,
  'long-film': longFilm,
};

export const SCENARIO_NAMES: readonly string[] = Object.keys(SCENARIOS);

export function createScenario(name: string, options: ScenarioOptions): Scenario | null {
  return SCENARIOS[name]?.(options) ?? null;
}
