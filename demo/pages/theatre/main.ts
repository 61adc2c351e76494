import type { EngineName } from '../viewer/engine.ts';
import { isReport } from '../viewer/report.ts';
import { Flow } from './flow.ts';
import { MOST_SEATS, planLayout } from './layout.ts';
import { Picture, type Scene } from './picture.ts';
import { Plot } from './plot.ts';
import { Seat } from './seat.ts';
import { readServer, turnServer } from './server-side.ts';
import { tellStory } from './story.ts';
import { showRows } from './table.ts';

const FILM = '/videos/watch/9f1c3d5e-27ab-4c60-8e94-d3b7a1f05c82';
const MASTER =
  '/static/streaming-playlists/hls/9f1c3d5e-27ab-4c60-8e94-d3b7a1f05c82/0d6c8e2f-5b71-4a94-8f3e-c1a7b9d05e62-master.m3u8';
const FIRST_SEATS = 3;
/** The second comes when the first has something to give. */
const ARRIVAL_MS = 5_000;
const CHURN_MS = 9_000;
const SERVER_POLL_MS = 500;

const find = <T extends Element>(selector: string): T => document.querySelector<T>(selector)!;
const stage = find<HTMLElement>('#stage');
const spring = find<HTMLElement>('#spring');
const line = find<HTMLSelectElement>('#line');
const engine = find<HTMLSelectElement>('#engine');
const cut = find<HTMLButtonElement>('#cut');
const churn = find<HTMLButtonElement>('#churn');
const picture = new Picture(find<HTMLCanvasElement>('#picture'));
const plot = new Plot(find<SVGSVGElement>('#plot'));
const flow = new Flow();
const calm = matchMedia('(prefers-reduced-motion: reduce)');

let seats: Seat[] = [];
let nextId = 1;
/** Carried by everybody since the start, those who have left included. */
let carried = { viewers: 0, server: 0 };
let serverBytes = 0;
let serverBytesAtStart: number | null = null;
let isCutOff = false;
let layout = planLayout(0, { width: stage.clientWidth, height: stage.clientHeight });
let arrivals: number[] = [];

for (const [value, words] of [
  ['fleuve', 'Fleuve'],
  ['p2p-media-loader', 'p2p-media-loader'],
  ['http', 'the server alone'],
] as const) {
  engine.append(new Option(words, value));
}

find('#more').addEventListener('click', join);
find('#fewer').addEventListener('click', () => seats.at(-1) && leave(seats.at(-1)!));
find('#again').addEventListener('click', startOver);
engine.addEventListener('change', startOver);
line.addEventListener('change', () => {
  void turnServer({ rateBytesPerSecond: line.value === 'fast' ? null : Number(line.value) });
});
cut.addEventListener('click', () => {
  isCutOff = !isCutOff;
  showServer();
  void turnServer({ isCutOff });
});
churn.addEventListener('click', () => churn.setAttribute('aria-pressed', String(churn.ariaPressed !== 'true')));
addEventListener('message', ({ source, data, origin }) => {
  const seat = origin === location.origin ? seats.find(({ frame }) => frame.contentWindow === source) : undefined;
  if (seat && isReport(data)) hear(seat, data);
});
new ResizeObserver(arrange).observe(find('main'));
setInterval(tick, 1_000);
setInterval(pollServer, SERVER_POLL_MS);
setInterval(turnover, CHURN_MS);

void turnServer({ rateBytesPerSecond: null, isCutOff: false }).then(startOver);
requestAnimationFrame(draw);

function startOver(): void {
  for (const timer of arrivals) clearTimeout(timer);
  for (const seat of [...seats]) leave(seat);
  carried = { viewers: 0, server: 0 };
  serverBytesAtStart = null;
  plot.clear();
  const count = innerWidth < 760 ? 2 : FIRST_SEATS;
  arrivals = Array.from({ length: count }, (_, index) => window.setTimeout(join, index * ARRIVAL_MS));
}

function join(): void {
  if (seats.length >= MOST_SEATS) return;
  const id = nextId++;
  const seat: Seat = new Seat({ id, ...chooseFilm(), onLeave: () => leave(seat) });
  seat.element.classList.add('is-new');
  seats = [...seats, seat];
  stage.append(seat.element);
  requestAnimationFrame(() => seat.element.classList.remove('is-new'));
  arrange();
}

/**
 * p2p-media-loader 2.3 names swarms in a way that no instance up to 8.2 lists. It gets the same film as a plain playlist
 * and a tracker that takes any swarm.
 */
function chooseFilm(): { filmUrl: string; trackerUrl: string | null; engine: EngineName } {
  const name = engine.value as EngineName;
  if (name !== 'p2p-media-loader') return { filmUrl: `${location.origin}${FILM}`, trackerUrl: null, engine: name };
  const trackerUrl = `${location.origin.replace(/^http/, 'ws')}/tracker/open`;
  return { filmUrl: `${location.origin}${MASTER}`, trackerUrl, engine: name };
}

function leave(seat: Seat): void {
  if (!seats.includes(seat)) return;
  const hadFocus = seat.element.contains(document.activeElement);
  seats = seats.filter((one) => one !== seat);
  seat.element.remove();
  flow.forget(seat.id);
  if (hadFocus) find<HTMLElement>('#more').focus();
  arrange();
}

/** A film that is over makes room for somebody who has not seen it. */
function replace(seat: Seat): void {
  leave(seat);
  join();
}

function turnover(): void {
  if (churn.ariaPressed !== 'true' || seats.length === 0) return;
  const isJoining = seats.length < 3 || (seats.length < MOST_SEATS && Math.random() < 0.5);
  if (isJoining) join();
  else leave(seats[Math.floor(Math.random() * seats.length)]!);
}

function arrange(): void {
  layout = planLayout(seats.length, { width: stage.clientWidth, height: stage.clientHeight });
  const isNarrow = stage.clientWidth < 760;
  stage.style.height = isNarrow ? `${layout.height}px` : '';
  for (const [index, seat] of seats.entries()) seat.place(layout.seats[index]!);
  spring.style.transform = `translate(${layout.spring.x}px, ${layout.spring.y}px)`;
  find('#viewer-count').textContent = String(seats.length);
  find<HTMLButtonElement>('#more').disabled = seats.length >= MOST_SEATS;
  find<HTMLButtonElement>('#fewer').disabled = seats.length === 0;
}

function hear(seat: Seat, report: Parameters<Seat['take']>[0]): void {
  seat.take(report);
  if (report.fromServerBytes > 0) {
    flow.add('server', seat.id, report.fromServerBytes);
    plot.add('server', report.fromServerBytes);
    carried.server += report.fromServerBytes;
  }
  for (const [peerId, bytes] of Object.entries(report.fromPeersBytes)) {
    const sender = seats.find(({ peerIds }) => peerIds.has(peerId));
    if (sender) flow.add(sender.id, seat.id, bytes);
    plot.add('viewers', bytes);
    carried.viewers += bytes;
  }
  if (report.phase === 'ended') replace(seat);
}

function shareSoFar(): number | null {
  const total = carried.viewers + carried.server;
  return total === 0 ? null : carried.viewers / total;
}

function tick(): void {
  const share = shareSoFar();
  plot.tick(share);
  find('#share-number').textContent = share === null ? '–' : `${Math.round(share * 100)} %`;
  find<SVGCircleElement>('#ring').style.strokeDasharray = `${(share ?? 0) * 100} 100`;
  showRows(find('#rows'), seats);
  const story = tellStory({
    names: seats.map(({ name }) => name),
    share,
    engine: engine.value,
    isCutOff,
    isSlow: line.value !== 'fast',
    isAnyoneWaiting: seats.some(({ report }) => report?.phase === 'buffering'),
  });
  if (find('#story').textContent !== story) find('#story').textContent = story;
}

async function pollServer(): Promise<void> {
  const state = await readServer();
  if (!state) return;
  const bytes = state.mediaBytes + state.indexBytes;
  serverBytesAtStart ??= bytes;
  serverBytes = bytes - serverBytesAtStart;
  isCutOff = state.controls.isCutOff;
  showServer();
}

function showServer(): void {
  cut.setAttribute('aria-pressed', String(isCutOff));
  cut.textContent = isCutOff ? 'Bring it back' : 'Cut it off';
  document.body.classList.toggle('is-cut', isCutOff);
  find('#server-bytes').textContent = `${(serverBytes / 1e6).toFixed(1)} MB`;
}

let lastMs = performance.now();

function draw(nowMs: number): void {
  flow.advance(Math.min(100, nowMs - lastMs));
  lastMs = nowMs;
  picture.draw(createScene(), flow, calm.matches);
  for (const seat of seats) {
    const gold = Math.max(0, ...seats.map(({ id }) => flow.warmth(id, seat.id)));
    seat.glow(gold * 0.6, flow.warmth('server', seat.id) * 0.6);
  }
  requestAnimationFrame(draw);
}

/** Boxes as they are on the screen now, so that lines follow seats that are moving. */
function createScene(): Scene {
  const corner = stage.getBoundingClientRect();
  const sittings = seats.map((seat) => {
    const rect = seat.element.getBoundingClientRect();
    const box = { x: rect.x - corner.x, y: rect.y - corner.y, width: rect.width, height: rect.height };
    const known = seat.report?.connectedPeers ?? [];
    const peers = seats.filter(({ peerIds }) => known.some((id) => peerIds.has(id))).map(({ id }) => id);
    return { id: seat.id, box, peers };
  });
  return { layout, sittings, isServerUp: !isCutOff };
}
