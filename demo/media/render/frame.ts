/** A picture in linear light, three floats a pixel. */
export class Frame {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = new Float32Array(width * height * 3);
  }

  /** Adds a round glow; `strength` at its centre, falling off to nothing at four times `radius`. */
  addGlow(glow: { x: number; y: number; radius: number; strength: number; colour: readonly number[]; squash?: number }): void {
    const { x, y, radius, strength, colour } = glow;
    const squash = glow.squash ?? 1;
    const reachX = radius * 4;
    const reachY = reachX * squash;
    const [x0, x1] = [Math.max(0, Math.floor(x - reachX)), Math.min(this.width - 1, Math.ceil(x + reachX))];
    const [y0, y1] = [Math.max(0, Math.floor(y - reachY)), Math.min(this.height - 1, Math.ceil(y + reachY))];
    for (let j = y0; j <= y1; j++) {
      for (let i = x0; i <= x1; i++) {
        const dx = (i - x) / radius;
        const dy = (j - y) / (radius * squash);
        const distance = dx * dx + dy * dy;
        if (distance > 16) continue;
        const light = strength * (1 / (1 + distance) - 1 / 17) ** 1.5;
        const at = (j * this.width + i) * 3;
        this.data[at]! += colour[0]! * light;
        this.data[at + 1]! += colour[1]! * light;
        this.data[at + 2]! += colour[2]! * light;
      }
    }
  }
}

const GAMMA = Uint8ClampedArray.from({ length: 4096 }, (_, i) => 255 * (i / 4095) ** (1 / 2.2));

/** Blooms, darkens the corners, maps to 8 bits with a fine dither. */
export function develop(frame: Frame, exposure: number): Buffer {
  const { width, height, data } = frame;
  const bloom = createBloom(frame);
  const out = Buffer.allocUnsafe(width * height * 3);
  const small = width >> 3;
  const smallHeight = height >> 3;
  for (let y = 0; y < height; y++) {
    const v = Math.min(smallHeight - 1.001, Math.max(0, y / 8 - 0.5));
    const row = Math.floor(v);
    const fy = v - row;
    const cy = (y / height - 0.5) * 1.1;
    for (let x = 0; x < width; x++) {
      const u = Math.min(small - 1.001, Math.max(0, x / 8 - 0.5));
      const column = Math.floor(u);
      const fx = u - column;
      const cx = (x / width - 0.5) * 1.25;
      const vignette = exposure * (1 - 0.55 * (cx * cx + cy * cy));
      const at = (y * width + x) * 3;
      const b = (row * small + column) * 3;
      const dither = (((x * 73 + y * 151 + ((x * y) % 7) * 29) & 63) / 64 - 0.5) * 0.9;
      for (let c = 0; c < 3; c++) {
        const top = bloom[b + c]! * (1 - fx) + bloom[b + 3 + c]! * fx;
        const bottom = bloom[b + small * 3 + c]! * (1 - fx) + bloom[b + small * 3 + 3 + c]! * fx;
        const light = (data[at + c]! + (top * (1 - fy) + bottom * fy) * 0.5) * vignette;
        // A film's shoulder: bright light rolls off instead of clipping.
        const mapped = (light * (1.9 * light + 0.08)) / (light * (1.75 * light + 0.58) + 0.09);
        out[at + c] = GAMMA[Math.min(4095, Math.max(0, mapped * 4095)) | 0]! + dither + 0.5;
      }
    }
  }
  return out;
}

/** The bright parts at an eighth of the size, blurred. */
function createBloom({ width, height, data }: Frame): Float32Array {
  const small = width >> 3;
  const smallHeight = height >> 3;
  let image = new Float32Array(small * smallHeight * 3);
  for (let y = 0; y < smallHeight; y++) {
    for (let x = 0; x < small; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let j = 0; j < 8; j += 2) {
          for (let i = 0; i < 8; i += 2) sum += Math.max(0, Math.min(4, data[((y * 8 + j) * width + x * 8 + i) * 3 + c]!) - 0.35);
        }
        image[(y * small + x) * 3 + c] = sum / 16;
      }
    }
  }
  for (const radius of [2, 4, 7]) image = blur(image, { width: small, height: smallHeight, radius });
  return image;
}

function blur(image: Float32Array<ArrayBuffer>, size: { width: number; height: number; radius: number }): Float32Array<ArrayBuffer> {
  const { width, height, radius } = size;
  const across = new Float32Array(image.length);
  const down = new Float32Array(image.length);
  const span = radius * 2 + 1;
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < 3; c++) {
      const at = (x: number) => image[(y * width + Math.min(width - 1, Math.max(0, x))) * 3 + c]!;
      let sum = 0;
      for (let i = -radius; i <= radius; i++) sum += at(i);
      for (let x = 0; x < width; x++) {
        across[(y * width + x) * 3 + c] = sum / span;
        sum += at(x + radius + 1) - at(x - radius);
      }
    }
  }
  for (let x = 0; x < width; x++) {
    for (let c = 0; c < 3; c++) {
      const at = (y: number) => across[(Math.min(height - 1, Math.max(0, y)) * width + x) * 3 + c]!;
      let sum = 0;
      for (let i = -radius; i <= radius; i++) sum += at(i);
      for (let y = 0; y < height; y++) {
        down[(y * width + x) * 3 + c] = sum / span;
        sum += at(y + radius + 1) - at(y - radius);
      }
    }
  }
  return down;
}
