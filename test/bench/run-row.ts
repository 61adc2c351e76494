import { type Browser, type BrowserServer, chromium, type Page } from 'playwright-core';
import { BROWSER_ARGUMENTS, findBrowser, MANY_VIEWERS_ARGUMENTS } from '../support/find-browser.ts';
import { startTracker, type TestTracker } from '../support/tracker-server.ts';
import { type MachineCpu, measureLoad, readMachineCpu } from './browser-load.ts';
import type { Film } from './films.ts';
import { openPage } from './open-page.ts';
import type { Origin } from './origin.ts';
import type { Column, ViewerReport } from './page/viewer.ts';
import type { Arrival, Row } from './rows.ts';

/** How often viewers are looked at, and the browser's memory measured. */
const LOOK_MS = 1000;

/** Viewers that must hold the whole film get so long for it. */
const WHOLE_FILM_TIMEOUT_MS = 240_000;

export type ViewerResult = ViewerReport & { readonly isCounted: boolean; readonly watchedSeconds: number };

export type RowResult = {
  readonly row: string;
  readonly column: Column;
  readonly film: Pick<Film, 'name' | 'durationSeconds' | 'sizeBytes'>;
  /** What left the origin while the row lasted (for a film that two must hold: since the third came). */
  readonly originBytes: number;
  readonly seconds: number;
  readonly browserCpuSeconds: number | null;
  readonly peakMemoryBytes: number | null;
  /** What other programs took of the machine meanwhile; much of it makes the run worthless. */
  readonly foreignCpuShare: number | null;
  readonly announces: number;
  readonly viewers: readonly ViewerResult[];
  /** ISO 8601. */
  readonly at: string;
};

export type Stage = { readonly origin: Origin; readonly film: Film };

type Seat = {
  readonly arrival: Arrival;
  readonly page: Page;
  arrivedMs: number | null;
  last: ViewerResult | null;
};

/** Runs one row with one engine: a fresh browser, a fresh tracker, every viewer in a context of his own. */
export async function runRow(row: Row, column: Column, { origin, film }: Stage): Promise<RowResult> {
  const tracker = await startTracker(null);
  const server = await chromium.launchServer({
    executablePath: findBrowser(),
    args: [...BROWSER_ARGUMENTS, ...MANY_VIEWERS_ARGUMENTS],
  });
  try {
    await origin.reset(film, row.limitBitsPerSecond);
    return await runInBrowser(row, column, { origin, film, tracker, server });
  } finally {
    await server.close();
    await tracker.close();
  }
}

type Scene = Stage & { readonly tracker: TestTracker; readonly server: BrowserServer };

async function runInBrowser(row: Row, column: Column, scene: Scene): Promise<RowResult> {
  const { origin, film, tracker, server } = scene;
  const browser = await chromium.connect(server.wsEndpoint());
  const seats = await openSeats(row, column, { browser, origin });
  const sitDown = async (seat: Seat) => {
    seat.arrivedMs = performance.now();
    const { isWholeFilm } = seat.arrival;
    const wish = { column, url: `${origin.url}/film/master.m3u8`, trackerUrl: tracker.url, isWholeFilm };
    await seat.page.evaluate((all) => window.bench.watch(all), wish);
  };
  const holders = seats.filter(({ arrival }) => arrival.isWholeFilm);
  await Promise.all(holders.map(sitDown));
  if (row.mustHoldWholeFilm) await waitForWholeFilm(holders, film);
  const originBefore = origin.mediaBytes();
  const pid = server.process().pid ?? 0;
  const cpuBefore = await readCpu(pid);
  const startMs = performance.now();
  const peakMemoryBytes = await watchSeats(row, seats, { sitDown, pid });
  const cpuAfter = await readCpu(pid);
  const { name, durationSeconds, sizeBytes } = film;
  const result: RowResult = {
    row: row.name,
    column,
    film: { name, durationSeconds, sizeBytes },
    originBytes: origin.mediaBytes() - originBefore,
    seconds: (performance.now() - startMs) / 1000,
    browserCpuSeconds: cpuBefore && cpuAfter && cpuAfter.browserSeconds - cpuBefore.browserSeconds,
    foreignCpuShare: cpuBefore && cpuAfter && foreignShare(cpuBefore, cpuAfter),
    peakMemoryBytes: peakMemoryBytes === 0 ? null : peakMemoryBytes,
    announces: tracker.announces.length,
    viewers: seats.map(({ last }) => last).filter((last) => last !== null),
    at: new Date().toISOString(),
  };
  await browser.close();
  return result;
}

async function openSeats(
  row: Row,
  column: Column,
  { browser, origin }: { browser: Browser; origin: Origin },
): Promise<Seat[]> {
  // Plain hls.js hands nothing on: those who only hold the film would be in the way.
  const guests = row.arrivals.filter(({ isWholeFilm }) => column !== 'plain' || !isWholeFilm);
  return Promise.all(
    guests.map(async (arrival) => {
      const page = await openPage(browser, origin.url);
      if (arrival.httpBitsPerSecond !== null) await limitHttp(page, arrival.httpBitsPerSecond);
      return { arrival, page, arrivedMs: null, last: null };
    }),
  );
}

/** Lets everybody come in his turn, and looks at them until the row is over; returns the browser's peak memory in bytes. */
async function watchSeats(
  row: Row,
  seats: readonly Seat[],
  { sitDown, pid }: { sitDown(seat: Seat): Promise<void>; pid: number },
): Promise<number> {
  const startMs = performance.now();
  let peakMemoryBytes = 0;
  const arrivals = seats
    .filter(({ arrivedMs }) => arrivedMs === null)
    .map(async (seat) => {
      await sleep(seat.arrival.atSeconds * 1000 - (performance.now() - startMs));
      await sitDown(seat);
    });
  while (!isOver(row, seats, performance.now() - startMs)) {
    await sleep(LOOK_MS);
    await Promise.all(seats.map(look));
    peakMemoryBytes = Math.max(peakMemoryBytes, (await measureLoad(pid))?.memoryBytes ?? 0);
  }
  await Promise.all(arrivals);
  return peakMemoryBytes;
}

type CpuReading = { readonly browserSeconds: number; readonly ownSeconds: number; readonly machine: MachineCpu };

async function readCpu(browserPid: number): Promise<CpuReading | null> {
  const [load, machine] = await Promise.all([measureLoad(browserPid), readMachineCpu()]);
  const { user, system } = process.cpuUsage();
  if (load === null || machine === null) return null;
  return { browserSeconds: load.cpuSeconds, ownSeconds: (user + system) / 1e6, machine };
}

function foreignShare(before: CpuReading, after: CpuReading): number {
  const ours = after.browserSeconds - before.browserSeconds + after.ownSeconds - before.ownSeconds;
  const busy = after.machine.busySeconds - before.machine.busySeconds;
  return Math.max(0, busy - ours) / (after.machine.totalSeconds - before.machine.totalSeconds);
}

/** Asks a viewer how he is, and sends him away when his time is over. */
async function look(seat: Seat): Promise<void> {
  const { arrival, page, arrivedMs } = seat;
  if (arrivedMs === null || page.isClosed()) return;
  const report = await page.evaluate(() => window.bench.report());
  const watchedSeconds = (performance.now() - arrivedMs) / 1000;
  seat.last = { ...report, isCounted: arrival.isCounted, watchedSeconds };
  const { leavesAfterSeconds } = arrival;
  if (leavesAfterSeconds === null || watchedSeconds < leavesAfterSeconds) return;
  await page.evaluate(() => window.bench.leave());
  await page.close();
}

function isOver(row: Row, seats: readonly Seat[], passedMs: number): boolean {
  if (passedMs > row.maxSeconds * 1000) return true;
  return seats
    .filter(({ arrival }) => arrival.isCounted)
    .every(({ last, page }) => last !== null && (last.isEnded || page.isClosed()));
}

async function waitForWholeFilm(holders: readonly Seat[], film: Film): Promise<void> {
  const endMs = performance.now() + WHOLE_FILM_TIMEOUT_MS;
  while (performance.now() < endMs) {
    await sleep(LOOK_MS);
    await Promise.all(holders.map(look));
    const received = holders.map(({ last }) => (last?.httpBytes ?? 0) + (last?.peerBytes ?? 0));
    if (received.every((bytes) => bytes >= film.sizeBytes * 0.999)) return;
  }
}

async function limitHttp(page: Page, bitsPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: bitsPerSecond / 8,
    uploadThroughput: -1,
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
