import { describe, expect, it } from 'vitest';
import { Flow } from '../../../demo/pages/theatre/flow.ts';
import { edgeTowards, MOST_SEATS, planLayout } from '../../../demo/pages/theatre/layout.ts';
import { tellStory } from '../../../demo/pages/theatre/story.ts';
import { addLoopback } from '../../../demo/pages/viewer/neighbours.ts';

const STAGES = [
  { width: 360, height: 700 },
  { width: 800, height: 500 },
  { width: 1280, height: 560 },
  { width: 2200, height: 830 },
];
const COUNTS = Array.from({ length: MOST_SEATS }, (_, index) => index + 1);

describe('planLayout', () => {
  it.each(STAGES)('keeps everybody on a stage of $width by $height, and nobody on top of another', (stage) => {
    for (const count of COUNTS) {
      const { seats, height } = planLayout(count, stage);
      expect(seats).toHaveLength(count);
      for (const [index, one] of seats.entries()) {
        expect(one.x, `${count} seats`).toBeGreaterThanOrEqual(0);
        expect(one.y, `${count} seats`).toBeGreaterThanOrEqual(0);
        expect(one.x + one.width, `${count} seats`).toBeLessThanOrEqual(stage.width);
        expect(one.y + one.height, `${count} seats`).toBeLessThanOrEqual(height);
        for (const other of seats.slice(index + 1)) {
          const isApart =
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y;
          expect(isApart, `${count} seats`).toBe(true);
        }
      }
    }
  });
});

describe('edgeTowards', () => {
  it('leaves a box where the line to the point crosses its border', () => {
    const box = { x: 0, y: 0, width: 100, height: 50 };
    expect(edgeTowards(box, { x: 500, y: 25 })).toEqual({ x: 100, y: 25 });
    expect(edgeTowards(box, { x: 50, y: -900 })).toEqual({ x: 50, y: 0 });
  });
});

describe('Flow', () => {
  it('lets a burst go drop by drop, and all of it in the end', () => {
    const flow = new Flow();
    flow.add('server', 1, 500_000);
    flow.advance(16);
    const first = flow.drops.length;
    let seen = first;
    for (let i = 0; i < 400; i++) {
      const before = flow.drops.filter(({ age }) => age > 0).length;
      flow.advance(16);
      seen += Math.max(0, flow.drops.filter(({ age }) => age === 0).length);
      expect(before).toBeLessThan(420);
    }
    expect(first).toBeLessThan(5);
    expect(seen).toBeGreaterThanOrEqual(Math.floor(500_000 / 12_288));
    expect(flow.drops).toEqual([]);
  });

  it('cools down, and forgets who left', () => {
    const flow = new Flow();
    flow.add(1, 2, 20_000);
    expect(flow.warmth(1, 2)).toBe(1);
    flow.advance(100);
    flow.forget(1);
    expect(flow.warmth(1, 2)).toBe(0);
    expect(flow.drops).toEqual([]);
  });
});

describe('tellStory', () => {
  it('says what happens, in one sentence', () => {
    const scene = {
      names: ['Ada'],
      share: 0,
      engine: 'fleuve',
      isCutOff: false,
      isSlow: false,
      isAnyoneWaiting: false,
    };
    expect(tellStory(scene)).toContain('Ada gets the film from the server');
    expect(tellStory({ ...scene, isCutOff: true })).toContain('nobody else');
    expect(tellStory({ ...scene, names: ['Ada', 'Emma'], isCutOff: true })).toContain('goes on');
    expect(tellStory({ ...scene, names: ['Ada', 'Emma'], engine: 'http' })).toContain('once for every viewer');
    expect(tellStory({ ...scene, names: [] })).toContain('Nobody');
  });
});

describe('addLoopback', () => {
  it('gives a hidden address a twin on this machine and leaves the rest alone', () => {
    const hidden =
      'a=candidate:1 1 udp 2113937151 fdc94523-4ec2-4e43-a3e1-ae528ee351f3.local 54090 typ host generation 0';
    const open = 'a=candidate:2 1 udp 2113937151 192.0.2.7 54091 typ host generation 0';
    const twin = hidden.replace(/\S+\.local/, '127.0.0.1');
    expect(addLoopback(['v=0', hidden, open].join('\r\n'))).toBe(['v=0', hidden, twin, open].join('\r\n'));
  });
});
