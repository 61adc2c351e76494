/** Seeded chance, so that the film comes out the same on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const TILE = 512;
const MASK = TILE - 1;

/** A square texture that repeats without a seam: value noise in octaves, from -1 to 1 or so. */
export function createCloudTexture(seed: number, firstCells: number, octaves: number): Float32Array {
  const texture = new Float32Array(TILE * TILE);
  const random = createRandom(seed);
  let weight = 0.5;
  for (let octave = 0, cells = firstCells; octave < octaves; octave++, cells *= 2, weight *= 0.52) {
    const lattice = Float32Array.from({ length: cells * cells }, () => random() * 2 - 1);
    addOctave(texture, lattice, cells, weight);
  }
  return texture;
}

function addOctave(texture: Float32Array, lattice: Float32Array, cells: number, weight: number): void {
  for (let y = 0; y < TILE; y++) {
    const v = (y / TILE) * cells;
    const row = Math.floor(v);
    const fy = smooth(v - row);
    for (let x = 0; x < TILE; x++) {
      const u = (x / TILE) * cells;
      const column = Math.floor(u);
      const fx = smooth(u - column);
      const at = (i: number, j: number) => lattice[((row + j) % cells) * cells + ((column + i) % cells)]!;
      const top = at(0, 0) + (at(1, 0) - at(0, 0)) * fx;
      const bottom = at(0, 1) + (at(1, 1) - at(0, 1)) * fx;
      texture[y * TILE + x]! += weight * (top + (bottom - top) * fy);
    }
  }
}

/** Ripples: many plane waves with whole wave numbers, so that the tile repeats; about -1 to 1. */
export function createWaveTexture(seed: number, waves: number): Float32Array {
  const texture = new Float32Array(TILE * TILE);
  const random = createRandom(seed);
  for (let i = 0; i < waves; i++) {
    const angle = random() * Math.PI * 2;
    const number = 2 + random() * random() * 26;
    const kx = Math.round(Math.cos(angle) * number);
    const ky = Math.round(Math.sin(angle) * number);
    const phase = random() * Math.PI * 2;
    const weight = 1.6 / (Math.sqrt(waves) * (1 + number * 0.09));
    for (let y = 0; y < TILE; y++) {
      for (let x = 0; x < TILE; x++) {
        const turn = ((kx * x + ky * y) / TILE) * Math.PI * 2 + phase;
        // A wave's crest is sharper than its trough.
        texture[y * TILE + x]! += weight * (Math.exp(Math.sin(turn) - 1) * 2.2 - 1);
      }
    }
  }
  return texture;
}

/** Bilinear, repeating. */
export function sample(texture: Float32Array, u: number, v: number): number {
  const x = Math.floor(u);
  const y = Math.floor(v);
  const fx = u - x;
  const fy = v - y;
  const x0 = x & MASK;
  const x1 = (x + 1) & MASK;
  const y0 = (y & MASK) * TILE;
  const y1 = ((y + 1) & MASK) * TILE;
  const top = texture[y0 + x0]! + (texture[y0 + x1]! - texture[y0 + x0]!) * fx;
  const bottom = texture[y1 + x0]! + (texture[y1 + x1]! - texture[y1 + x0]!) * fx;
  return top + (bottom - top) * fy;
}

/** A ridge line: one-dimensional noise in octaves. */
export function ridge(seed: number, position: number, octaves: number): number {
  let height = 0;
  let weight = 0.5;
  for (let octave = 0, scale = 1; octave < octaves; octave++, scale *= 2.03, weight *= 0.5) {
    const p = position * scale + seed * 17.3 + octave * 5.1;
    const cell = Math.floor(p);
    const f = smooth(p - cell);
    height += weight * (hash(cell + seed * 131) * (1 - f) + hash(cell + 1 + seed * 131) * f);
  }
  return height;
}

function hash(n: number): number {
  const s = Math.sin(n * 127.1 + 311.7) * 43758.5453;
  return s - Math.floor(s);
}

export function smooth(x: number): number {
  return x * x * (3 - 2 * x);
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function ramp(from: number, to: number, x: number): number {
  return smooth(Math.min(1, Math.max(0, (x - from) / (to - from))));
}
