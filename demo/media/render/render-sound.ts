/** Writes a WAV file to standard output: water, slow chords and a few bells. `tsx render-sound.ts <seconds> [seed]`. */
import { createRandom, ramp } from './noise.ts';

const RATE = 48_000;
const [seconds = 60, seed = 9] = process.argv.slice(2).map(Number);
const length = Math.round(seconds * RATE);
const left = new Float32Array(length);
const right = new Float32Array(length);
const random = createRandom(seed);

/** Semitones above A2, one chord every seven and a half seconds. */
const CHORDS = [
  [0, 7, 14, 16, 23],
  [-4, 8, 12, 15, 22],
  [-7, 5, 12, 17, 21],
  [-2, 10, 14, 17, 24],
  [0, 7, 12, 16, 26],
  [-4, 3, 12, 15, 19],
  [-7, 9, 12, 16, 24],
  [0, 7, 16, 19, 23],
];
const CHORD_SECONDS = 7.5;
const BELLS = [24, 26, 28, 31, 33, 35, 36, 38, 40];

addWater();
addPads();
addBells();
addRoom();
process.stdout.write(createWav());

function pitch(semitones: number): number {
  return 110 * 2 ** (semitones / 12);
}

function addWater(): void {
  const low = [0, 0];
  const band = [0, 0];
  for (let i = 0; i < length; i++) {
    const second = i / RATE;
    const swell = 0.55 + 0.25 * Math.sin(second * 0.53) + 0.2 * Math.sin(second * 0.31 + 1.3);
    for (const [side, out] of [left, right].entries()) {
      const noise = random() * 2 - 1;
      low[side]! += (noise - low[side]!) * (0.02 + 0.03 * swell);
      band[side]! += (low[side]! - band[side]!) * 0.004;
      out[i]! += (low[side]! - band[side]!) * 0.16 * (0.35 + swell * 0.65);
    }
  }
}

function addPads(): void {
  for (let slot = 0; slot * CHORD_SECONDS < seconds; slot++) {
    const chord = CHORDS[slot % CHORDS.length]!;
    const start = slot * CHORD_SECONDS - 1.5;
    for (const [voice, note] of chord.entries()) addPad({ start, note, pan: (voice / (chord.length - 1) - 0.5) * 0.9 });
  }
}

function addPad(pad: { start: number; note: number; pan: number }): void {
  const span = CHORD_SECONDS + 3.5;
  const tones = [1, 1.0029, 0.9968, 2.001, 3.003].map((ratio, i) => ({
    step: (pitch(pad.note) * ratio * 2 * Math.PI) / RATE,
    phase: random() * 6.28,
    gain: [0.5, 0.4, 0.4, 0.16, 0.05][i]!,
  }));
  const first = Math.max(0, Math.round(pad.start * RATE));
  for (let i = first; i < Math.min(length, (pad.start + span) * RATE); i++) {
    const age = i / RATE - pad.start;
    const envelope = ramp(0, 2.6, age) * (1 - ramp(span - 3.2, span, age)) * 0.034;
    let value = 0;
    for (const tone of tones) value += Math.sin(tone.phase + i * tone.step) * tone.gain;
    left[i]! += value * envelope * (1 - pad.pan);
    right[i]! += value * envelope * (1 + pad.pan);
  }
}

function addBells(): void {
  for (let at = 2; at < seconds - 4; at += 0.9375 * (1 + Math.floor(random() * 3))) {
    const note = BELLS[Math.floor(random() * BELLS.length)]!;
    const pan = random() * 1.4 - 0.7;
    const strength = 0.022 + random() * 0.03;
    const first = Math.round(at * RATE);
    for (let i = first; i < Math.min(length, first + RATE * 4); i++) {
      const age = (i - first) / RATE;
      const step = 2 * Math.PI * pitch(note) * age;
      const value =
        Math.sin(step) * Math.exp(-age * 1.5) + 0.4 * Math.sin(step * 2.76) * Math.exp(-age * 4) + 0.2 * Math.sin(step * 5.4) * Math.exp(-age * 9);
      const attack = Math.min(1, age * 300);
      left[i]! += value * strength * attack * (1 - pan * 0.7);
      right[i]! += value * strength * attack * (1 + pan * 0.7);
    }
  }
}

/** A wide, soft room: four combs a side, two all-passes. */
function addRoom(): void {
  for (const [side, out] of [left, right].entries()) {
    const wet = new Float32Array(length);
    for (const [order, delayMs] of [71, 83, 97, 113].entries()) comb(out, wet, Math.round(((delayMs + side * 5 + order) * RATE) / 1000));
    for (const delayMs of [11, 5.3]) allPass(wet, Math.round((delayMs * RATE) / 1000));
    for (let i = 0; i < length; i++) out[i] = out[i]! * 0.72 + wet[i]! * 0.16;
  }
}

function comb(input: Float32Array, wet: Float32Array, delay: number): void {
  const line = new Float32Array(delay);
  let soft = 0;
  for (let i = 0; i < length; i++) {
    const at = i % delay;
    const heard = line[at]!;
    soft += (heard - soft) * 0.35;
    line[at] = input[i]! + soft * 0.84;
    wet[i]! += heard;
  }
}

function allPass(wet: Float32Array, delay: number): void {
  const line = new Float32Array(delay);
  for (let i = 0; i < length; i++) {
    const at = i % delay;
    const heard = line[at]!;
    line[at] = wet[i]! + heard * 0.5;
    wet[i] = heard - line[at]! * 0.5;
  }
}

function createWav(): Buffer {
  const data = Buffer.alloc(44 + length * 4);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + length * 4, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(2, 22);
  data.writeUInt32LE(RATE, 24);
  data.writeUInt32LE(RATE * 4, 28);
  data.writeUInt16LE(4, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(length * 4, 40);
  let peak = 0;
  for (let i = 0; i < length; i++) peak = Math.max(peak, Math.abs(left[i]!), Math.abs(right[i]!));
  for (let i = 0; i < length; i++) {
    const fade = ramp(0, 1.5, i / RATE) * (1 - ramp(seconds - 2.5, seconds, i / RATE));
    for (const [side, out] of [left, right].entries()) {
      data.writeInt16LE(Math.round((out[i]! / peak) * fade * 24_000), 44 + i * 4 + side * 2);
    }
  }
  return data;
}
