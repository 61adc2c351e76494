import type { Player } from '../player/player.ts';
import type { AttributeName } from './attributes.ts';
import { type CreatePlayerOptions, createPlayer } from './create-player.ts';
import { readAttributes } from './read-attributes.ts';

/**
 * What the tag fetches when it is more than a facade: attributes win over options.
 * @param read an attribute's value, null if it is not there.
 * @throws {PlayerError} `invalid-option`, with a sentence that says what was expected and what came.
 */
export function openPlayer(
  element: HTMLElement,
  options: CreatePlayerOptions,
  read: (name: AttributeName) => string | null,
): Player {
  return createPlayer(element, { ...options, ...readAttributes(read) });
}
