import type { Storage } from '../base/storage.ts';
import type { Player } from '../player/player.ts';
import type { PlayerState } from '../player/state.ts';
import type { Actions } from './actions.ts';
import type { Format } from './format.ts';
import type { IconName } from './icon.ts';
import type { Parts } from './on-demand.ts';
import type { PanelName } from './panel-list.ts';
import type { Panels } from './panels.ts';
import type { SkinOptions } from './skin-options.ts';
import type { Words } from './text/en.ts';
import type { AllWords, Language } from './text/words.ts';

/** What every part of the skin is given. */
export type SkinContext = {
  readonly player: Player;
  readonly options: SkinOptions;
  readonly language: Language;
  readonly words: Words;
  readonly format: Format;
  /** The page's element; goes to full screen and dispatches events. */
  readonly host: HTMLElement;
  /** Everything that is drawn, within the shadow root. */
  readonly frame: HTMLElement;
  readonly actions: Actions;
  /** `3 viewers`. */
  readonly viewersText: (count: number) => string;
  /** Where panels are put. */
  readonly place: HTMLElement;
  readonly storage: Storage;
  /** Aborts when the skin is destroyed. */
  readonly signal: AbortSignal;
  readonly watch: Watch;
  /** Where the context menu was asked for last, in px from the frame's corner. */
  readonly pointer: { x: number; y: number };
  /** Replaces the rules by which captions are drawn. */
  drawCaptions(rules: string): void;
  /** Does something with what is fetched on demand, or the other thing where that cannot be had. */
  withParts(use: (parts: Parts) => void, otherwise?: () => void): void;
  /** Opens one of the panels; without an opener, whoever opened the panel before it gets the focus back. */
  openPanel(name: PanelName, opener?: HTMLElement): void;
  /** Words for a screen reader; a later one of the same topic replaces one not yet said. */
  announce(topic: string, text: string): void;
  /** A short picture in the middle that says what a key or a touch did. */
  bezel(icon: IconName, text?: string): void;
};

/** The same for what is fetched on demand, with all the words. */
export type FullContext = SkinContext & { readonly words: AllWords; readonly panels: Panels };

/** Applies what was selected of the state, now and whenever it changed; lists are compared item by item. */
export type Watch = <Value>(
  select: (state: PlayerState) => Value,
  apply: (value: Value, state: PlayerState) => void,
  signal?: AbortSignal,
) => void;

export function createWatch(player: Player, skinSignal: AbortSignal): Watch {
  return (select, apply, signal = skinSignal) => {
    let last = select(player.state);
    apply(last, player.state);
    const options = { signal };
    player.on(
      'stateChanged',
      ({ state }) => {
        const next = select(state);
        if (isSame(last, next)) return;
        last = next;
        apply(next, state);
      },
      options,
    );
  };
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => Object.is(item, b[i]));
}
