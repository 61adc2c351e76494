const SECONDS = 120;
const WIDTH = 600;
const HEIGHT = 150;
const SVG = 'http://www.w3.org/2000/svg';

/** Bytes of each of the last two minutes' seconds, and the share that viewers carried. */
export class Plot {
  readonly #svg: SVGSVGElement;
  readonly #viewers = path('plot-viewers');
  readonly #server = path('plot-server');
  readonly #share = path('plot-share');
  readonly #seconds: { viewers: number; server: number; share: number | null }[] = [];
  #current = { viewers: 0, server: 0 };

  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    svg.append(this.#server, this.#viewers, this.#share);
  }

  add(from: 'viewers' | 'server', bytes: number): void {
    this.#current[from] += bytes;
  }

  /** Once a second, with the share so far. */
  tick(share: number | null): void {
    this.#seconds.push({ ...this.#current, share });
    if (this.#seconds.length > SECONDS) this.#seconds.shift();
    this.#current = { viewers: 0, server: 0 };
    this.#render();
  }

  clear(): void {
    this.#seconds.length = 0;
    this.#current = { viewers: 0, server: 0 };
    this.#render();
  }

  #render(): void {
    const smooth = this.#seconds.map((_, index) => {
      const near = this.#seconds.slice(Math.max(0, index - 2), index + 3);
      const mean = (key: 'viewers' | 'server'): number =>
        near.reduce((total, one) => total + one[key], 0) / near.length;
      return { viewers: mean('viewers'), server: mean('server') };
    });
    // A square root, so that a trickle can be seen beside a burst.
    const most = Math.sqrt(Math.max(50_000, ...smooth.map(({ viewers, server }) => viewers + server)));
    const y = (bytes: number): number => HEIGHT - 4 - (Math.sqrt(bytes) / most) * (HEIGHT - 14);
    const total = smooth.map(({ viewers, server }) => y(viewers + server));
    const below = smooth.map(({ server }) => y(server));
    this.#viewers.setAttribute('d', area(total, below));
    this.#server.setAttribute(
      'd',
      area(
        below,
        below.map(() => HEIGHT),
      ),
    );
    const shares = this.#seconds.flatMap(({ share }, index) =>
      share === null ? [] : [[x(index, this.#seconds.length), share] as const],
    );
    const line = shares.map(
      ([at, share], index) =>
        `${index === 0 ? 'M' : 'L'}${at.toFixed(1)} ${(HEIGHT - 4 - share * (HEIGHT - 14)).toFixed(1)}`,
    );
    this.#share.setAttribute('d', line.join(''));
    const last = this.#seconds.at(-1)?.share;
    const words =
      last === undefined || last === null ? 'Nothing yet' : `Viewers carried ${Math.round(last * 100)} percent so far`;
    this.#svg.setAttribute('aria-label', words);
  }
}

function x(index: number, count: number): number {
  return WIDTH - ((count - 1 - index) / (SECONDS - 1)) * WIDTH;
}

function area(tops: readonly number[], bottoms: readonly number[]): string {
  if (tops.length < 2) return '';
  const go = (y: number, index: number): string => `${x(index, tops.length).toFixed(1)} ${y.toFixed(1)}`;
  const there = tops.map(go);
  const back = bottoms.map(go).reverse();
  return `M${there.join('L')}L${back.join('L')}Z`;
}

function path(className: string): SVGPathElement {
  const element = document.createElementNS(SVG, 'path');
  element.setAttribute('class', className);
  return element;
}
