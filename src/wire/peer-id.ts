import { type Random, randomString } from '../base/random.ts';

/** Ours, in the style of BEP 20: two letters and the version of what peers say to each other. */
export const PEER_ID_PREFIX = '-FV0100-';

export const PEER_ID_LENGTH = 20;

/** Other engines read ids as UTF-8, so there is one character a byte in ASCII only. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function createPeerId(random: Random): string {
  return PEER_ID_PREFIX + randomString(random, PEER_ID_LENGTH - PEER_ID_PREFIX.length, ALPHABET);
}

/** Does a viewer with this library stand behind the id? (Whatever version: the number may differ.) */
export function isOwnPeerId(peerId: string): boolean {
  return peerId.length === PEER_ID_LENGTH && peerId.startsWith(PEER_ID_PREFIX.slice(0, 3));
}
