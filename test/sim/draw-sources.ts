import type { RunOutcome } from './world.ts';

const WIDTH = 960;
const HEIGHT = 360;
const MARGIN = { left: 64, right: 24, top: 44, bottom: 44 };
const ORIGIN_COLOUR = '#d97757';
const PEER_COLOUR = '#2f7f95';
const TEXT_COLOUR = '#2b3440';

type Second = { readonly atSeconds: number; readonly originMbit: number; readonly peerMbit: number };

/** Where the bytes of each second came from, as a stacked area: what peers carried stands on what the origin did. */
export function drawSources(run: RunOutcome): string {
  const seconds = perSecond(run);
  const last = seconds[seconds.length - 1]?.atSeconds ?? 1;
  const top = niceTop(Math.max(1, ...seconds.map(({ originMbit, peerMbit }) => originMbit + peerMbit)));
  const x = (atSeconds: number) => MARGIN.left + (atSeconds / last) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (mbit: number) => HEIGHT - MARGIN.bottom - (mbit / top) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const area = (low: (second: Second) => number, high: (second: Second) => number, colour: string) => {
    const up = seconds.map((second) => `${x(second.atSeconds).toFixed(1)},${y(high(second)).toFixed(1)}`);
    const down = [...seconds]
      .reverse()
      .map((second) => `${x(second.atSeconds).toFixed(1)},${y(low(second)).toFixed(1)}`);
    return `<polygon fill="${colour}" points="${[...up, ...down].join(' ')}"/>`;
  };
  const originTop = ({ originMbit }: Second) => originMbit;
  const both = ({ originMbit, peerMbit }: Second) => originMbit + peerMbit;
  const title = `${run.scenario.name}: ${run.viewers.length} viewers, seed ${run.seed}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="${TEXT_COLOUR}" role="img" aria-label="${title}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${MARGIN.left}" y="24" font-size="16" font-weight="600">${title}</text>`,
    legend(),
    area(() => 0, originTop, ORIGIN_COLOUR),
    area(originTop, both, PEER_COLOUR),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => horizontalLine(y(part * top), formatMbit(part * top))),
    ...ticks(last).map((at) => `<text x="${x(at)}" y="${HEIGHT - 18}" text-anchor="middle">${at} s</text>`),
    '</svg>',
    '',
  ].join('\n');
}

function perSecond({ samples }: RunOutcome): Second[] {
  return samples.map((sample, i) => {
    const before = samples[i - 1] ?? { originBytes: 0, peerBytes: 0 };
    return {
      atSeconds: sample.atSeconds,
      originMbit: ((sample.originBytes - before.originBytes) * 8) / 1e6,
      peerMbit: ((sample.peerBytes - before.peerBytes) * 8) / 1e6,
    };
  });
}

function horizontalLine(y: number, label: string): string {
  return (
    `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y}" y2="${y}" stroke="${TEXT_COLOUR}" stroke-opacity=".18"/>` +
    `<text x="${MARGIN.left - 8}" y="${y + 4}" text-anchor="end">${label}</text>`
  );
}

function legend(): string {
  const entry = (left: number, colour: string, label: string) =>
    `<rect x="${left}" y="13" width="14" height="14" rx="3" fill="${colour}"/><text x="${left + 20}" y="25">${label}</text>`;
  return entry(WIDTH - 290, PEER_COLOUR, 'from peers') + entry(WIDTH - 170, ORIGIN_COLOUR, 'from the origin');
}

function formatMbit(mbit: number): string {
  return mbit >= 1000 ? `${mbit / 1000} Gbit/s` : `${mbit} Mbit/s`;
}

/** 1, 2, 4 or 8 times a power of ten. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 8, 10].map((step) => step * power).find((top) => top >= value) ?? value;
}

function ticks(last: number): number[] {
  const step = [10, 20, 30, 60, 120, 300, 600, 1200].find((candidate) => last / candidate <= 8) ?? 3600;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
}
