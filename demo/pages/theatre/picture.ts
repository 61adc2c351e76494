import { type Curve, type Flow, pointOn } from './flow.ts';
import { type Box, centreOf, edgeTowards, type Layout, type Point } from './layout.ts';

export type Sitting = { readonly id: number; readonly box: Box; readonly peers: readonly number[] };
export type Scene = { readonly layout: Layout; readonly sittings: readonly Sitting[]; readonly isServerUp: boolean };

const SPRING_RADIUS_PX = 86;
const SPRITE_PX = 48;

type Inks = { readonly gold: string; readonly blue: string; readonly line: string; readonly isDark: boolean };

/** Draws who sends what to whom: still lines for connections, drops of light for bytes. */
export class Picture {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #inks: Inks;
  #sprites: { gold: HTMLCanvasElement; blue: HTMLCanvasElement };

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d')!;
    this.#inks = readInks();
    this.#sprites = createSprites(this.#inks);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.#inks = readInks();
      this.#sprites = createSprites(this.#inks);
    });
  }

  draw(scene: Scene, flow: Flow, isCalm: boolean): void {
    const { width, height } = this.#fit();
    const context = this.#context;
    context.clearRect(0, 0, width, height);
    context.globalCompositeOperation = this.#inks.isDark ? 'lighter' : 'source-over';
    this.#drawLines(scene, flow, isCalm);
    if (!isCalm) this.#drawDrops(scene, flow);
  }

  #fit(): { width: number; height: number } {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = Math.min(2, devicePixelRatio || 1);
    if (this.#canvas.width !== Math.round(width * scale) || this.#canvas.height !== Math.round(height * scale)) {
      this.#canvas.width = Math.round(width * scale);
      this.#canvas.height = Math.round(height * scale);
    }
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
    return { width, height };
  }

  #drawLines({ layout, sittings, isServerUp }: Scene, flow: Flow, isCalm: boolean): void {
    const most = isCalm ? 7 : 2.5;
    for (const one of sittings) {
      const fromServer = curveBetween(layout, 'server', one.box);
      const warmth = flow.warmth('server', one.id);
      this.#stroke(fromServer, {
        colour: this.#inks.line,
        width: 1.25,
        alpha: isServerUp ? 0.9 : 0.25,
        isDashed: !isServerUp,
      });
      this.#stroke(fromServer, { colour: this.#inks.blue, width: 1 + warmth * most, alpha: warmth * 0.75 });
      for (const other of sittings) {
        if (other.id <= one.id) continue;
        const isLinked = one.peers.includes(other.id) || other.peers.includes(one.id);
        const glow = Math.max(flow.warmth(one.id, other.id), flow.warmth(other.id, one.id));
        if (!isLinked && glow < 0.05) continue;
        const curve = curveBetween(layout, one.box, other.box);
        this.#stroke(curve, { colour: this.#inks.gold, width: 1.25, alpha: 0.35 });
        this.#stroke(curve, { colour: this.#inks.gold, width: 1 + glow * most, alpha: glow * 0.75 });
      }
    }
  }

  #stroke(curve: Curve, ink: { colour: string; width: number; alpha: number; isDashed?: boolean }): void {
    if (ink.alpha < 0.02) return;
    const context = this.#context;
    const [a, b, c, d] = curve;
    context.globalAlpha = Math.min(1, ink.alpha);
    context.strokeStyle = ink.colour;
    context.lineWidth = ink.width;
    context.lineCap = 'round';
    context.setLineDash(ink.isDashed ? [2, 9] : []);
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
    context.stroke();
    context.globalAlpha = 1;
  }

  #drawDrops({ layout, sittings }: Scene, flow: Flow): void {
    const boxes = new Map(sittings.map(({ id, box }) => [id, box]));
    const context = this.#context;
    for (const { from, to, age } of flow.drops) {
      const target = boxes.get(to);
      const source = from === 'server' ? 'server' : boxes.get(from);
      if (!target || !source) continue;
      const curve = curveOfDrop(layout, { source, target, isReversed: from !== 'server' && from > to });
      const sprite = from === 'server' ? this.#sprites.blue : this.#sprites.gold;
      const eased = age * age * (3 - 2 * age);
      for (let tail = 0; tail < 4; tail++) {
        const point = pointOn(curve, Math.max(0, eased - tail * 0.022));
        const size = (from === 'server' ? 20 : 23) - tail * 4;
        context.globalAlpha = (1 - tail * 0.23) * Math.min(1, age * 8, (1 - age) * 8);
        context.drawImage(sprite, point.x - size / 2, point.y - size / 2, size, size);
      }
    }
    context.globalAlpha = 1;
  }
}

/** Between two seats there is one line for both ways. */
function curveOfDrop(layout: Layout, ends: { source: Box | 'server'; target: Box; isReversed: boolean }): Curve {
  const { source, target, isReversed } = ends;
  if (source === 'server' || !isReversed) return curveBetween(layout, source, target);
  return reverse(curveBetween(layout, target, source));
}

/** From the server or a seat to a seat, bent towards the middle of the stage so that lines part from each other. */
function curveBetween(layout: Layout, from: Box | 'server', to: Box): Curve {
  const { spring } = layout;
  if (from === 'server') {
    const end = edgeTowards(to, spring);
    const start = towards(spring, end, SPRING_RADIUS_PX);
    const lean = { x: (start.x + end.x) / 2, y: end.y };
    return [start, mix(start, lean, 0.5), mix(end, lean, 0.5), end];
  }
  const aim = bendOf(layout, from, to);
  const start = edgeTowards(from, aim);
  const end = edgeTowards(to, aim);
  return [start, mix(start, aim, 0.62), mix(end, aim, 0.62), end];
}

/** Beside the server, never through it. */
function bendOf({ spring }: Layout, from: Box, to: Box): Point {
  const a = centreOf(from);
  const b = centreOf(to);
  const middle = mix(a, b, 0.5);
  const away = Math.hypot(middle.x - spring.x, middle.y - spring.y);
  const clearance = SPRING_RADIUS_PX + 46;
  if (away >= clearance) return mix(middle, spring, 0.22);
  // Opposite seats: go round, on the side that their order decides.
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const side = a.x < b.x === a.y < b.y ? 1 : -1;
  return {
    x: spring.x + ((b.y - a.y) / length) * clearance * side,
    y: spring.y - ((b.x - a.x) / length) * clearance * side,
  };
}

function reverse([a, b, c, d]: Curve): Curve {
  return [d, c, b, a];
}

function mix(a: Point, b: Point, part: number): Point {
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return mix(from, to, Math.min(0.9, distance / length));
}

function readInks(): Inks {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const inks = { gold: read('--gold-light'), blue: read('--blue-light'), line: read('--line') };
  probe.remove();
  return { ...inks, isDark: matchMedia('(prefers-color-scheme: dark)').matches };
}

function createSprites(inks: Inks): { gold: HTMLCanvasElement; blue: HTMLCanvasElement } {
  return { gold: createSprite(inks.gold, inks.isDark), blue: createSprite(inks.blue, inks.isDark) };
}

function createSprite(colour: string, isDark: boolean): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = SPRITE_PX;
  canvas.height = SPRITE_PX;
  const context = canvas.getContext('2d')!;
  const half = SPRITE_PX / 2;
  const light = context.createRadialGradient(half, half, 0, half, half, half);
  light.addColorStop(0, isDark ? '#fff' : colour);
  light.addColorStop(0.16, colour);
  light.addColorStop(0.34, colour.replace('rgb(', 'rgba(').replace(')', isDark ? ', 0.35)' : ', 0.3)'));
  light.addColorStop(1, colour.replace('rgb(', 'rgba(').replace(')', ', 0)'));
  context.fillStyle = light;
  context.fillRect(0, 0, SPRITE_PX, SPRITE_PX);
  return canvas;
}
