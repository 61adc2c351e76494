import { Frame } from './frame.ts';
import { createCloudTexture, createRandom, createWaveTexture, ramp, ridge, sample } from './noise.ts';
import { blend, type Colour, type Light, lightAt, linear } from './palette.ts';

const SUN = linear(0xffd9a0);
const MOON = linear(0xcfe0ff);
const LANTERN = linear(0xffa040);
const EMBER = linear(0xff6a20);

type Ridge = { readonly seed: number; readonly height: number; readonly base: number; readonly scale: number; readonly haze: number };

const RIDGES: readonly Ridge[] = [
  { seed: 3, height: 0.3, base: 0.0, scale: 2.2, haze: 0.62 },
  { seed: 8, height: 0.22, base: 0.0, scale: 3.1, haze: 0.36 },
  { seed: 14, height: 0.13, base: 0.0, scale: 4.6, haze: 0.16 },
];

/** One stretch of the river. */
export type Stretch = { readonly seed: number; readonly hasLanterns: boolean; readonly relief: number };

export const EVENING: Stretch = { seed: 0, hasLanterns: true, relief: 1 };
export const NORTH: Stretch = { seed: 4, hasLanterns: false, relief: 1.45 };

type Star = { readonly x: number; readonly y: number; readonly size: number; readonly phase: number };
type Lantern = {
  readonly lane: number;
  readonly start: number;
  readonly speed: number;
  /** Second at which it leaves the water; infinite for those that stay. */
  readonly lift: number;
  readonly phase: number;
  readonly size: number;
};

/** A minute on a river: dusk, night with lanterns and northern lights, dawn. `draw` is a pure function of the second. */
export function createRiver(width: number, height: number, stretch: Stretch = EVENING): { draw(second: number): Frame } {
  const horizon = Math.round(height * 0.5);
  const clouds = createCloudTexture(21 + stretch.seed, 4, 6);
  const waves = createWaveTexture(5 + stretch.seed, 44);
  const stars = createStars(width, horizon);
  const lanterns = stretch.hasLanterns ? createLanterns() : [];
  const sky = new Frame(width, horizon);
  const frame = new Frame(width, height);

  function draw(second: number): Frame {
    const light = lightAt(second);
    const sun = sunAt(second);
    const moon = moonAt(second);
    paintSky(second, light, sun);
    paintStars(second, light);
    if (moon.strength > 0) {
      const [x, y] = [moon.x * width, horizon - moon.y * horizon];
      sky.addGlow({ x, y, radius: height * 0.075, strength: 0.35 * moon.strength, colour: MOON });
      disc(x, y, height * 0.034, moon.strength * 1.7);
    }
    paintRidges(second, light, sun);
    const floating: { x: number; y: number; size: number; glow: number }[] = [];
    for (const lantern of lanterns) place(lantern, second, floating);
    paintWater(second, light, { sun, moon });
    for (const one of floating.sort((a, b) => a.y - b.y)) paintLantern(one, second);
    return frame;
  }

  function paintSky(second: number, light: Light, sun: Body): void {
    const glowX = sun.x * width;
    const glowY = horizon - sun.y * horizon;
    const aurora = ramp(27, 34, second) * (1 - ramp(45, 51, second));
    for (let y = 0; y < horizon; y++) {
      const up = 1 - y / horizon;
      const below = blend(light.horizon, light.middle, ramp(-0.1, 0.5, up));
      const base = blend(below, light.top, ramp(0.3, 1, up));
      const low = blend(light.horizon, light.middle, 0.5);
      // Clouds lie on a plane far above: they crowd together towards the horizon.
      const depth = 60 / (up + 0.16);
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * 3;
        const across = (x / width - 0.5) * depth * 2.1;
        const u = across + second * 2.2 + 900;
        const v = depth * 2.6 + second * 0.7;
        let cloud = sample(clouds, u, v) + 0.35 * sample(clouds, u * 2.7 + 40, v * 2.7);
        cloud = ramp(-0.05, 0.62, cloud) * ramp(0.02, 0.22, up);
        const dx = (x - glowX) / height;
        const dy = (y - glowY) / height;
        const away = Math.sqrt(dx * dx + dy * dy * 1.6);
        const halo = sun.strength * (0.5 * Math.exp(-away * 3.2) + 1.1 * Math.exp(-away * 14));
        const shine = cloud * (0.25 + 1.5 * sun.strength * Math.exp(-away * 1.9));
        for (let c = 0; c < 3; c++) {
          let value = base[c]! + SUN[c]! * halo * (c === 2 ? 0.6 : 1);
          value += (low[c]! * 0.95 - base[c]! * 0.3) * shine * (0.55 + 0.45 * (1 - light.night));
          sky.data[at + c] = value;
        }
        if (aurora > 0) addAurora(at, x / width, up, second, aurora);
      }
    }
    if (sun.strength > 0) disc(glowX, glowY, height * 0.045, sun.strength * 3.4, SUN);
  }

  function addAurora(at: number, x: number, up: number, second: number, strength: number): void {
    for (let curtain = 0; curtain < 2; curtain++) {
      const drift = second * (curtain === 0 ? 2.2 : -1.6);
      const fold = 0.24 + curtain * 0.13 + 0.16 * sample(clouds, x * 150 + drift * 1.4 + curtain * 200, 77 + curtain * 90);
      const rise = up - fold;
      if (rise < -0.05) continue;
      const rays = 0.45 + 0.8 * Math.max(0, sample(clouds, x * 620 + drift * 3, 300 + second * 1.3 + curtain * 60) + 0.25);
      const veil = ramp(-0.05, 0.03, rise) * Math.exp(-rise * (5 + curtain * 1.5)) * rays * strength * (0.5 + 0.5 * Math.sin(x * 7 + second * 0.25 + curtain * 2));
      if (veil <= 0) continue;
      const violet = ramp(0.08, 0.4, rise);
      sky.data[at]! += veil * (0.05 + 0.3 * violet);
      sky.data[at + 1]! += veil * (0.42 - 0.3 * violet);
      sky.data[at + 2]! += veil * (0.26 + 0.2 * violet);
    }
  }

  function paintStars(second: number, light: Light): void {
    const shown = ramp(0.35, 0.95, light.night);
    if (shown === 0) return;
    for (const star of stars) {
      const twinkle = 0.65 + 0.35 * Math.sin(second * 1.7 + star.phase * 9);
      sky.addGlow({ x: star.x, y: star.y, radius: star.size, strength: shown * twinkle * star.size * 0.75, colour: MOON });
    }
  }

  function disc(x: number, y: number, radius: number, strength: number, colour: Colour = MOON): void {
    for (let j = Math.max(0, Math.floor(y - radius - 2)); j < Math.min(horizon, y + radius + 2); j++) {
      for (let i = Math.floor(x - radius - 2); i < x + radius + 2; i++) {
        if (i < 0 || i >= width) continue;
        const edge = ramp(1.5, -1.5, Math.hypot(i - x, j - y) - radius) || 1 - ramp(-1.5, 1.5, Math.hypot(i - x, j - y) - radius);
        const at = (j * width + i) * 3;
        for (let c = 0; c < 3; c++) sky.data[at + c]! += colour[c]! * strength * edge;
      }
    }
  }

  function paintRidges(second: number, light: Light, sun: Body): void {
    for (const [order, one] of RIDGES.entries()) {
      const colour = blend(light.ridge, blend(light.horizon, light.middle, 0.35), one.haze);
      for (let x = 0; x < width; x++) {
        const across = (x / width - 0.5) * 2;
        const valley = 0.22 + 0.78 * ramp(0.02 + order * 0.07, 0.62 + order * 0.15, Math.abs(across + 0.08));
        const shift = second * 0.0016 * (order + 1);
        const crest = (one.base + one.height * stretch.relief * ridge(one.seed + stretch.seed, (x / width) * one.scale + shift, 6)) * valley;
        const top = horizon * (1 - crest * 1.9);
        const lit = sun.strength * Math.exp(-Math.abs(x / width - sun.x) * 5) * 0.28;
        for (let y = Math.max(0, Math.floor(top)); y < horizon; y++) {
          const cover = Math.min(1, y + 1 - top);
          const mist = ramp(0.5, 1, (y - top) / Math.max(20, horizon - top)) * (0.35 + one.haze * 0.3);
          const at = (y * width + x) * 3;
          for (let c = 0; c < 3; c++) {
            const shade = colour[c]! + (light.horizon[c]! - colour[c]!) * mist * 0.5 + SUN[c]! * lit * (0.4 + one.haze);
            sky.data[at + c] = sky.data[at + c]! * (1 - cover) + shade * cover;
          }
        }
      }
    }
  }

  function paintWater(second: number, light: Light, bodies: { sun: Body; moon: Body }): void {
    frame.data.set(sky.data);
    const water = height - horizon;
    for (let y = horizon; y < height; y++) {
      const near = (y - horizon + 0.5) / water;
      // Not true perspective: far ripples would be finer than a pixel, and shimmer.
      const far = -380 * Math.log(near + 0.06);
      const wide = 360 * (near + 0.03) ** -0.55;
      const calm = Math.min(1, near * 2.4 + 0.1);
      const grazing = (1 - near) ** 2.2;
      const mirror = 0.4 + 0.56 * grazing;
      const spread = 0.03 + near * 0.09;
      for (let x = 0; x < width; x++) {
        const u = (x / width - 0.5) * wide + 256;
        const one = sample(waves, u + second * 5, far + second * 9);
        const two = sample(waves, u * 2.3 - second * 11, far * 2.1 + second * 21);
        const slope = (one * 0.6 + two * 0.42) * calm;
        const reach = near * water * 0.94 + slope * (4 + near * 34);
        const row = Math.min(horizon - 1, Math.max(0, Math.round(horizon - 1 - Math.abs(reach))));
        const column = Math.min(width - 1, Math.max(0, Math.round(x + slope * (2 + near * 10))));
        const from = (row * width + column) * 3;
        const at = (y * width + x) * 3;
        const crest = Math.max(0, slope);
        const clear = Math.max(0.12, Math.min(1, mirror - slope * 0.28));
        const fine = sample(waves, u * 4.1 + second * 17, far * 3.3 + second * 34);
        const sharp = one * 0.25 + two * 0.4 + fine * 0.55;
        const glitter = glint(x, sharp, spread, bodies.sun) * 1.5;
        const silver = glint(x, sharp, spread, bodies.moon) * 0.4;
        for (let c = 0; c < 3; c++) {
          const under = light.deep[c]! * (0.55 + crest * 0.5);
          frame.data[at + c] = sky.data[from + c]! * clear + under * (1 - clear) + SUN[c]! * glitter + MOON[c]! * silver;
        }
      }
    }
  }

  function glint(x: number, slope: number, spread: number, body: Body): number {
    if (body.strength === 0) return 0;
    const aside = (x / width - body.x) / spread;
    const path = Math.exp(-aside * aside);
    const crest = Math.max(0, slope - 0.42);
    return path * Math.min(2.6, crest * 5.5) * body.strength;
  }

  function place(lantern: Lantern, second: number, floating: { x: number; y: number; size: number; glow: number }[]): void {
    const age = second - lantern.start;
    if (age < 0) return;
    const shown = ramp(0, 3, age) * (1 - ramp(50, 57, second));
    if (shown === 0) return;
    const travelled = Math.min(age, lantern.lift - lantern.start);
    const near = 0.02 + 0.021 * travelled * lantern.speed * (1 + travelled * 0.045);
    const sway = Math.sin(second * 0.5 + lantern.phase) * 0.018;
    const x = width * (0.5 + (lantern.lane + sway) * (0.22 + near * 1.15));
    const flicker = 0.86 + 0.14 * Math.sin(second * 5.3 + lantern.phase * 7) * Math.sin(second * 3.1 + lantern.phase);
    const glow = shown * flicker;
    const size = height * (0.004 + near * 0.024) * lantern.size;
    const flown = second - lantern.lift;
    if (flown <= 0) {
      const y = horizon + near * (height - horizon);
      if (y < height + size * 4) floating.push({ x, y, size, glow });
      return;
    }
    const y = horizon + near * (height - horizon) - height * 0.0035 * flown * flown * (1 + flown * 0.05);
    const far = size / (1 + flown * 0.09);
    const drift = x + flown * Math.sin(lantern.phase * 3) * height * 0.012;
    if (y < horizon - far) {
      sky.addGlow({ x: drift, y, radius: far * 3.2, strength: 0.22 * glow, colour: EMBER });
      paper(sky, { x: drift, y, size: far, glow });
    } else floating.push({ x: drift, y, size: far, glow });
  }

  function paintLantern(lantern: { x: number; y: number; size: number; glow: number }, second: number): void {
    const { x, y, size, glow } = lantern;
    frame.addGlow({ x, y: y - size, radius: size * 3.6, strength: 0.13 * glow, colour: EMBER });
    // Its broken reflection, a little further down with every ripple.
    for (let i = 1; i <= 6; i++) {
      const wobble = Math.sin(second * 2.4 + i * 1.9 + x * 0.02) * size * 0.2 * i;
      const strength = (0.8 / i) * glow;
      frame.addGlow({ x: x + wobble, y: y + size * (0.2 + i * 0.85), radius: size * (0.62 + i * 0.05), strength, colour: LANTERN, squash: 0.26 });
    }
    paper(frame, { x, y: y - size * 0.9, size, glow });
  }

  /** A paper lantern, brightest where its candle stands. */
  function paper(picture: Frame, lantern: { x: number; y: number; size: number; glow: number }): void {
    const { x, y, size, glow } = lantern;
    for (let j = Math.floor(y - size * 1.2); j <= y + size * 1.2; j++) {
      for (let i = Math.floor(x - size - 1); i <= x + size + 1; i++) {
        if (i < 0 || i >= picture.width || j < 0 || j >= picture.height) continue;
        const down = (j - y) / size;
        const half = size * (0.82 - 0.16 * down - 0.25 * down * down * (down < 0 ? 1 : 0));
        const inside = Math.min(1, Math.max(0, half - Math.abs(i - x) + 0.5)) * Math.min(1, Math.max(0, size * 1.05 - Math.abs(j - y) + 0.5));
        if (inside === 0) continue;
        const candle = Math.exp(-((i - x) ** 2 + (j - y - size * 0.45) ** 2) / (size * size * 0.5));
        const strength = glow * inside * (0.75 + 2.6 * candle);
        const at = (j * picture.width + i) * 3;
        for (let c = 0; c < 3; c++) {
          const colour = LANTERN[c]! + (SUN[c]! - LANTERN[c]!) * candle * 0.7;
          picture.data[at + c] = picture.data[at + c]! * (1 - inside * 0.8 * glow) + colour * strength;
        }
      }
    }
  }

  return { draw };
}

type Body = { readonly x: number; readonly y: number; readonly strength: number };

/** Sinks behind the hills in the evening, comes up again in the morning. `y` in parts of the sky's height. */
function sunAt(second: number): Body {
  if (second < 30) return { x: 0.46, y: 0.4 - second * 0.028, strength: 1 - ramp(11, 19, second) };
  return { x: 0.5, y: -0.28 + (second - 46) * 0.036, strength: ramp(51, 57, second) };
}

function moonAt(second: number): Body {
  return { x: 0.8 - (second - 20) * 0.0035, y: 0.3 + (second - 20) * 0.014, strength: ramp(21, 28, second) * (1 - ramp(47, 53, second)) };
}

function createStars(width: number, horizon: number): Star[] {
  const random = createRandom(11);
  return Array.from({ length: 420 }, () => ({
    x: random() * width,
    y: random() ** 1.4 * horizon * 0.92,
    size: (0.35 + random() ** 4 * 0.75) * (width / 1280),
    phase: random() * 6.3,
  }));
}

function createLanterns(): Lantern[] {
  const random = createRandom(77);
  return Array.from({ length: 52 }, (_, i) => {
    const start = 18 + (i / 52) * 27 + random() * 1.5;
    const flies = i % 3 !== 0;
    return {
      lane: (random() * 2 - 1) * 0.62,
      start,
      speed: 0.8 + random() * 0.5,
      lift: flies ? Math.max(31, start + 3 + random() * 6) : Number.POSITIVE_INFINITY,
      phase: random() * 6.3,
      size: 0.8 + random() * 0.5,
    };
  });
}
