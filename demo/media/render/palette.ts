import { ramp } from './noise.ts';

export type Colour = readonly [number, number, number];

/** The light of one moment. Colours are linear light, 1 is white. */
export type Light = {
  readonly top: Colour;
  readonly middle: Colour;
  readonly horizon: Colour;
  readonly deep: Colour;
  readonly ridge: Colour;
  /** 0 to 1. */
  readonly night: number;
};

type Key = readonly [second: number, top: number, middle: number, horizon: number, deep: number, ridge: number, night: number];

/** From a golden evening through a night of lanterns to a rosy morning. */
const KEYS: readonly Key[] = [
  [0, 0x2f5d8f, 0xd98a6e, 0xffc477, 0x0d3a52, 0x3a3550, 0],
  [8, 0x23407c, 0xc9646c, 0xffa255, 0x0b2f49, 0x2c2645, 0.05],
  [16, 0x141f57, 0x7d3d78, 0xf2665a, 0x08203f, 0x1c1a3a, 0.35],
  [24, 0x070f35, 0x232a68, 0x8a4474, 0x051530, 0x0e1029, 0.85],
  [31, 0x030a26, 0x0c1f52, 0x2a4377, 0x031026, 0x070c20, 1],
  [45, 0x030a26, 0x0b2350, 0x24507c, 0x031026, 0x070c20, 1],
  [51, 0x10245c, 0x5a4a86, 0xd97f86, 0x07213f, 0x191c3d, 0.55],
  [56, 0x2b5f9c, 0xc98aa0, 0xffc08f, 0x0e3d58, 0x33365c, 0.1],
  [60, 0x4d90c4, 0xf0b5a6, 0xffe0a8, 0x14506a, 0x47507a, 0],
];

export function lightAt(second: number): Light {
  let index = 0;
  while (index < KEYS.length - 2 && KEYS[index + 1]![0] <= second) index++;
  const from = KEYS[index]!;
  const to = KEYS[index + 1]!;
  const part = ramp(from[0], to[0], second);
  const mix = (column: 1 | 2 | 3 | 4 | 5): Colour => blend(linear(from[column]), linear(to[column]), part);
  return {
    top: mix(1),
    middle: mix(2),
    horizon: mix(3),
    deep: mix(4),
    ridge: mix(5),
    night: from[6] + (to[6] - from[6]) * part,
  };
}

export function blend(a: Colour, b: Colour, part: number): Colour {
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part];
}

export function linear(rgb: number): Colour {
  const channel = (shift: number) => (((rgb >> shift) & 255) / 255) ** 2.2;
  return [channel(16), channel(8), channel(0)];
}
