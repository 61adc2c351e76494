/** All lengths in CSS pixels, within the stage. */
export type Point = { readonly x: number; readonly y: number };
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Layout = { readonly seats: readonly Box[]; readonly spring: Point; readonly height: number };

/** Centre of each seat, in parts of the stage, for one to six seats; then the server's own place. */
const WIDE: readonly (readonly [seats: readonly (readonly [number, number])[], spring: readonly [number, number]])[] = [
  [[], [0.5, 0.5]],
  [[[0.24, 0.5]], [0.66, 0.5]],
  [
    [
      [0.19, 0.5],
      [0.81, 0.5],
    ],
    [0.5, 0.5],
  ],
  [
    [
      [0.17, 0.27],
      [0.83, 0.27],
      [0.5, 0.77],
    ],
    [0.5, 0.27],
  ],
  [
    [
      [0.17, 0.25],
      [0.83, 0.25],
      [0.17, 0.77],
      [0.83, 0.77],
    ],
    [0.5, 0.5],
  ],
  [
    [
      [0.15, 0.24],
      [0.85, 0.24],
      [0.15, 0.77],
      [0.85, 0.77],
      [0.5, 0.8],
    ],
    [0.5, 0.3],
  ],
  [
    [
      [0.15, 0.22],
      [0.85, 0.22],
      [0.15, 0.8],
      [0.85, 0.8],
      [0.5, 0.16],
      [0.5, 0.86],
    ],
    [0.5, 0.51],
  ],
];

const WIDE_SEAT = [0, 0.4, 0.33, 0.3, 0.29, 0.265, 0.25] as const;

/** Under the picture: a name and a few controls. */
export const BAR_PX = 44;
const NARROW_PX = 760;
const GAP_PX = 14;
const SPRING_PX = 210;

export const MOST_SEATS = WIDE.length - 1;

/** Where everybody sits: around the server where there is room, below it in two columns where there is not. */
export function planLayout(count: number, stage: { width: number; height: number }): Layout {
  return stage.width < NARROW_PX ? planNarrow(count, stage.width) : planWide(count, stage);
}

function planWide(count: number, stage: { width: number; height: number }): Layout {
  const [places, spring] = WIDE[count]!;
  const rows = count <= 2 ? 1 : count === 6 ? 2.6 : 2;
  const tallest = (stage.height - GAP_PX * 2) / rows - BAR_PX - GAP_PX;
  const width = Math.min(stage.width * WIDE_SEAT[count]!, (tallest * 16) / 9);
  const height = (width * 9) / 16 + BAR_PX;
  return {
    seats: places.map(([x, y]) => ({
      x: clamp(x * stage.width - width / 2, GAP_PX, stage.width - width - GAP_PX),
      y: clamp(y * stage.height - height / 2, GAP_PX / 2, stage.height - height - GAP_PX / 2),
      width,
      height,
    })),
    spring: { x: spring[0] * stage.width, y: spring[1] * stage.height },
    height: stage.height,
  };
}

function planNarrow(count: number, stageWidth: number): Layout {
  const columns = count === 1 ? 1 : 2;
  const width = (stageWidth - GAP_PX * (columns + 1)) / columns;
  const height = (width * 9) / 16 + BAR_PX;
  const seats = Array.from({ length: count }, (_, index) => ({
    x: GAP_PX + (index % columns) * (width + GAP_PX),
    y: SPRING_PX + 26 + Math.floor(index / columns) * (height + 26),
    width,
    height,
  }));
  const last = seats.at(-1);
  return {
    seats,
    spring: { x: stageWidth / 2, y: SPRING_PX / 2 },
    height: last ? last.y + last.height + GAP_PX : SPRING_PX + GAP_PX,
  };
}

/** Where the line from a box's middle to a point leaves the box. */
export function edgeTowards(box: Box, point: Point): Point {
  const middle = centreOf(box);
  const dx = point.x - middle.x;
  const dy = point.y - middle.y;
  if (dx === 0 && dy === 0) return middle;
  const scale = Math.min(box.width / 2 / Math.abs(dx || 1e-9), box.height / 2 / Math.abs(dy || 1e-9));
  return { x: middle.x + dx * scale, y: middle.y + dy * scale };
}

export function centreOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
