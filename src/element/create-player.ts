import { createPlayerCore } from '../player/create-player-core.ts';
import type { PlayerOptions } from '../player/options.ts';
import type { Player } from '../player/player.ts';
import { createSkin } from '../ui/skin.ts';
import type { SkinOptions } from '../ui/skin-options.ts';

/** What the player plays and how, and what its skin shows. */
export type CreatePlayerOptions = PlayerOptions & SkinOptions;

/** What is the skin's alone; the language is both's. */
const SKIN_OPTIONS: Readonly<Record<Exclude<keyof SkinOptions, 'language'>, true>> = {
  ownLanguage: true,
  theme: true,
  hasControls: true,
  hasControlBar: true,
  hasTitle: true,
  hasSharingNotice: true,
  hasInstanceLink: true,
  hasTheater: true,
  hotkeys: true,
  upNextSeconds: true,
  hasPasswordPrompt: true,
  storage: true,
};

/**
 * Puts a player with its skin into an element of the page. A `<video>` that is a child of it is used, so that a page
 * can set its attributes; else one is made.
 * @returns the player; its `destroy` takes the skin away too.
 * @throws {PlayerError} `invalid-option`, with a sentence that says what was expected and what came.
 */
export function createPlayer(container: HTMLElement, options: CreatePlayerOptions = {}): Player {
  const { player: playerOptions, skin: skinOptions } = splitOptions(options);
  const video = container.querySelector(':scope > video') ?? document.createElement('video');
  // The skin counts down to a playlist's next film, and goes on to it.
  const player = createPlayerCore(video as HTMLVideoElement, { ...playerOptions, isAdvancing: false });
  const skin = createSkin({ ...skinOptions, container, player });
  player.on('destroyed', () => skin.destroy());
  return player;
}

function splitOptions(options: CreatePlayerOptions): { player: PlayerOptions; skin: SkinOptions } {
  const isSkinOption = (name: string) => Object.hasOwn(SKIN_OPTIONS, name);
  const entries = Object.entries(options);
  const skin: SkinOptions = Object.fromEntries(entries.filter(([name]) => isSkinOption(name) || name === 'language'));
  const player: PlayerOptions = Object.fromEntries(entries.filter(([name]) => !isSkinOption(name)));
  return { player, skin };
}
