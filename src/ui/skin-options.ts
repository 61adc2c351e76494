import type { Storage } from '../base/storage.ts';
import type { Player } from '../player/player.ts';
import type { OwnLanguage } from './text/words.ts';

/** What an integrator can say about the skin; everything is optional. */
export type SkinOptions = {
  /** BCP 47; the page's language, then the browser's, by default. */
  readonly language?: string;
  /** A language that we do not have, or other words for one that we have. */
  readonly ownLanguage?: OwnLanguage;
  /** `auto` follows `prefers-color-scheme`. */
  readonly theme?: 'auto' | 'dark' | 'light';
  /** False shows the video and its states, with no bar and no title. */
  readonly hasControls?: boolean;
  /** False hides the bar; the big play button stays. */
  readonly hasControlBar?: boolean;
  /** Title and channel at the top. On by default. */
  readonly hasTitle?: boolean;
  /** Under the title: what sharing shows of a viewer, while it is on. Off by default: the panel says it. */
  readonly hasSharingNotice?: boolean;
  /** A link to the film's page on its instance. On by default. */
  readonly hasInstanceLink?: boolean;
  /** Shows the wide-view button; the page does the work when `fleuve-theater` is dispatched on the container. */
  readonly hasTheater?: boolean;
  /** Which keys are listened to: those pressed inside the player (default), on the whole page, or none. */
  readonly hotkeys?: 'focus' | 'page' | 'off';
  /** Plays the next film of a playlist this long after the end, in seconds; 0 at once, null never. Default 5. */
  readonly upNextSeconds?: number | null;
  /** False shows no password prompt: the page sends the password itself. */
  readonly hasPasswordPrompt?: boolean;
  /** Where the caption style is kept. */
  readonly storage?: Storage;
};

export type SkinSetup = SkinOptions & {
  /** Becomes the shadow host; its children fill the slots. */
  readonly container: HTMLElement;
  readonly player: Player;
};

/** Dispatched on the container when the viewer asks for the wide view; it bubbles. */
export type TheaterEvent = CustomEvent<{ readonly isWide: boolean }>;
