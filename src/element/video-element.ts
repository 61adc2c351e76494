import { PlayerError } from '../base/errors.ts';
import type { Player } from '../player/player.ts';
import type { PlayerState } from '../player/state.ts';
import { ATTRIBUTES, type AttributeName } from './attributes.ts';
import type { CreatePlayerOptions } from './create-player.ts';

/** What `<fleuve-player>` dispatches. None of them bubbles, as with media elements. */
export type FleuvePlayerEventMap = {
  /** The player is there: `element.player` is no longer null. */
  'fleuve-created': CustomEvent<Player>;
  'fleuve-statechange': CustomEvent<{ readonly state: PlayerState; readonly previous: PlayerState }>;
  /** Something failed and the film goes on. */
  'fleuve-warned': CustomEvent<PlayerError>;
  /** Playback cannot go on, or an attribute is wrong. */
  'fleuve-failed': CustomEvent<PlayerError>;
  'fleuve-ended': CustomEvent<null>;
};

type Listener<Name extends keyof FleuvePlayerEventMap> = (
  this: FleuvePlayerElement,
  event: FleuvePlayerEventMap[Name],
) => void;

/** Where there is no DOM the class exists and cannot be made, so that servers may import the package. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * A player as a tag: `<fleuve-player src="https://tube.example/w/…"></fleuve-player>`.
 * Its script is small; the player itself is fetched when the element is in a page, with `facade` at the first click.
 */
export class FleuvePlayerElement extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;

  #player: Player | null = null;
  #creating: Promise<Player | null> | null = null;
  #options: CreatePlayerOptions = {};
  #closeFacade: (() => void) | null = null;
  /** Grows with every start; what belongs to an earlier one is dropped. */
  #generation = 0;

  /** Null until the element is in a page and its script was loaded. */
  get player(): Player | null {
    return this.#player;
  }

  /** What attributes cannot say (a password getter, another engine, ports). Set it before the element is in the page. */
  get options(): CreatePlayerOptions {
    return this.#options;
  }

  set options(options: CreatePlayerOptions) {
    this.#options = options;
    if (this.isConnected && this.#creating !== null) this.#restart();
  }

  get src(): string | null {
    return this.getAttribute('src');
  }

  set src(source: string | null) {
    if (source === null) this.removeAttribute('src');
    else this.setAttribute('src', source);
  }

  /** Plays, once the player is there. A facade becomes a player. */
  async play(): Promise<void> {
    const player = await this.#create();
    await player?.play();
  }

  pause(): void {
    this.#player?.pause();
  }

  connectedCallback(): void {
    // What was moved within the page goes on where it was.
    if (this.#player !== null || this.#creating !== null) return;
    this.#generation += 1;
    if (this.hasAttribute('facade')) void this.#showFacade(this.#generation);
    else void this.#create();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name: AttributeName, previous: string | null, value: string | null): void {
    if (previous === value || this.#player === null) return;
    if (name === 'src') this.#player.load(value);
    else if (name === 'muted') this.#player.setMuted(value !== null);
    else if (name === 'loop') this.#player.setLooping(value !== null);
    else this.#restart();
  }

  #restart(): void {
    this.#stop();
    queueMicrotask(() => this.isConnected && this.connectedCallback());
  }

  #stop(): void {
    this.#generation += 1;
    this.#creating = null;
    this.#closeFacade?.();
    this.#closeFacade = null;
    this.#player?.destroy();
    this.#player = null;
  }

  async #showFacade(generation: number): Promise<void> {
    const { createFacade } = await import('../ui/facade.ts');
    if (generation !== this.#generation || this.#creating !== null) return;
    const facade = createFacade({
      container: this,
      posterUrl: this.getAttribute('poster'),
      title: this.getAttribute('heading') ?? '',
      language: this.lang,
      onActivate: () => void this.play(),
    });
    this.#closeFacade = () => facade.destroy();
  }

  #create(): Promise<Player | null> {
    this.#creating ??= this.#load(this.#generation);
    return this.#creating;
  }

  async #load(generation: number): Promise<Player | null> {
    try {
      const { openPlayer } = await import('./open-player.ts');
      if (generation !== this.#generation) return null;
      // The player takes the facade's place, without a moment in between.
      this.#closeFacade = null;
      return this.#adopt(openPlayer(this, this.#options, (name) => this.getAttribute(name)));
    } catch (cause) {
      if (generation === this.#generation) this.#say(cause);
      return null;
    }
  }

  #adopt(player: Player): Player {
    this.#player = player;
    player.on('stateChanged', (change) => this.#dispatch('fleuve-statechange', change));
    player.on('warned', (error) => this.#dispatch('fleuve-warned', error));
    player.on('failed', (error) => this.#dispatch('fleuve-failed', error));
    player.on('ended', () => this.#dispatch('fleuve-ended', null));
    this.#dispatch('fleuve-created', player);
    return player;
  }

  /** There is no player that could say it. */
  #say(cause: unknown): void {
    const error =
      cause instanceof PlayerError
        ? cause
        : new PlayerError('script-unreachable', 'The player could not be loaded. Reload the page.', { cause });
    this.textContent = error.message;
    this.#dispatch('fleuve-failed', error);
  }

  #dispatch<Name extends keyof FleuvePlayerEventMap>(name: Name, detail: FleuvePlayerEventMap[Name]['detail']): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  override addEventListener<Name extends keyof FleuvePlayerEventMap>(
    type: Name,
    listener: Listener<Name>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: never, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(type, listener, options);
  }
}

/** Registers `<fleuve-player>`, or another name. Does nothing where there is no DOM or where the name is taken. */
export function definePlayerElement(name = 'fleuve-player'): void {
  if (!('customElements' in globalThis) || customElements.get(name) !== undefined) return;
  customElements.define(name, name === 'fleuve-player' ? FleuvePlayerElement : class extends FleuvePlayerElement {});
}

declare global {
  interface HTMLElementTagNameMap {
    'fleuve-player': FleuvePlayerElement;
  }
}
