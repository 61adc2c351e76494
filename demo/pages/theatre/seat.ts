import type { EngineName } from '../viewer/engine.ts';
import type { ViewerCommand, ViewerReport } from '../viewer/report.ts';
import { BAR_PX, type Box } from './layout.ts';

const NAMES = ['Ada', 'Blaise', 'Chloé', 'Diego', 'Emma', 'Farid', 'Greta', 'Hugo', 'Inès', 'Jonas', 'Kenza', 'Léo'];

export type SeatTotals = { fromServer: number; fromViewers: number; handedOn: number };

/** One viewer in the theatre: a page of its own in a frame, and what it told us. */
export class Seat {
  readonly id: number;
  readonly name: string;
  readonly element: HTMLElement;
  readonly frame: HTMLIFrameElement;
  readonly totals: SeatTotals = { fromServer: 0, fromViewers: 0, handedOn: 0 };
  /** Every name by which peers knew this viewer. */
  readonly peerIds = new Set<string>();
  report: ViewerReport | null = null;
  box: Box = { x: 0, y: 0, width: 0, height: 0 };
  readonly #quality: HTMLSelectElement;
  readonly #share: HTMLElement;
  readonly #words: HTMLElement;

  constructor(options: {
    id: number;
    filmUrl: string;
    /** For a film that no instance lists. */
    trackerUrl: string | null;
    engine: EngineName;
    onLeave: () => void;
  }) {
    this.id = options.id;
    this.name = NAMES[(options.id - 1) % NAMES.length]!;
    this.element = make('article', 'seat');
    this.element.setAttribute('aria-label', this.name);
    this.frame = make('iframe', 'screen');
    this.frame.title = `What ${this.name} sees`;
    this.frame.allow = 'autoplay; fullscreen';
    const query = new URLSearchParams({ src: options.filmUrl, engine: options.engine });
    if (options.trackerUrl !== null) query.set('tracker', options.trackerUrl);
    this.frame.src = `/viewer?${query}`;
    const bar = make('div', 'seat-bar');
    const name = make('h2', 'seat-name');
    name.textContent = this.name;
    this.#words = make('span', 'seat-words');
    this.#share = make('span', 'seat-share');
    this.#quality = make('select', 'seat-quality');
    this.#quality.setAttribute('aria-label', `${this.name}: quality`);
    this.#quality.append(new Option('Auto', 'auto'));
    this.#quality.addEventListener('change', () =>
      this.send({ kind: 'fleuve-demo-command', quality: this.#quality.value }),
    );
    const leave = make('button', 'seat-leave');
    leave.type = 'button';
    leave.textContent = '×';
    leave.setAttribute('aria-label', `${this.name} leaves`);
    leave.addEventListener('click', options.onLeave);
    bar.append(name, this.#words, this.#quality, leave);
    this.element.append(this.frame, this.#share, bar);
  }

  send(command: ViewerCommand): void {
    this.frame.contentWindow?.postMessage(command, location.origin);
  }

  place(box: Box): void {
    this.box = box;
    const { style } = this.element;
    style.transform = `translate(${box.x}px, ${box.y}px)`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
    this.frame.style.height = `${box.height - BAR_PX}px`;
  }

  take(report: ViewerReport): void {
    this.report = report;
    for (const id of report.peerIds) this.peerIds.add(id);
    this.totals.fromServer += report.fromServerBytes;
    this.totals.fromViewers += sum(report.fromPeersBytes);
    this.totals.handedOn += sum(report.toPeersBytes);
    this.#showQualities(report);
    this.#showShare(report);
  }

  glow(gold: number, blue: number): void {
    this.element.style.setProperty('--gold-glow', gold.toFixed(2));
    this.element.style.setProperty('--blue-glow', blue.toFixed(2));
  }

  #showShare(report: ViewerReport): void {
    const { fromServer, fromViewers } = this.totals;
    const share = fromServer + fromViewers === 0 ? 0 : fromViewers / (fromServer + fromViewers);
    this.#share.style.setProperty('--share', String(share));
    const phase = report.error ?? describePhase(report);
    const [words, whence] = phase === null ? [`${Math.round(share * 100)} %`, ' from viewers'] : [phase, ''];
    if (this.#words.textContent !== words + whence) {
      const tail = make('span', 'seat-whence');
      tail.textContent = whence;
      this.#words.replaceChildren(words, tail);
    }
    this.element.classList.toggle('is-failing', report.error !== null);
  }

  #showQualities({ qualities, chosenQualityId, activeQualityLabel }: ViewerReport): void {
    const wanted = ['auto', ...qualities.map(({ id }) => id)].join();
    if ([...this.#quality.options].map(({ value }) => value).join() !== wanted) {
      this.#quality.replaceChildren(
        new Option('Auto', 'auto'),
        ...qualities.map(({ id, label }) => new Option(label, id)),
      );
    }
    if (document.activeElement !== this.#quality) this.#quality.value = chosenQualityId;
    const auto = this.#quality.options[0]!;
    const label = activeQualityLabel !== null && chosenQualityId === 'auto' ? `Auto (${activeQualityLabel})` : 'Auto';
    if (auto.text !== label) auto.text = label;
  }
}

/** Null while the film plays. */
function describePhase(report: ViewerReport): string | null {
  if (report.phase === 'resolving' || report.phase === 'idle') return 'arrives';
  if (report.phase === 'buffering') return report.positionSeconds < 0.5 ? 'arrives' : 'waits';
  if (report.phase === 'paused') return 'pauses';
  return null;
}

export function sum(bytes: Readonly<Record<string, number>>): number {
  return Object.values(bytes).reduce((total, one) => total + one, 0);
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
