import { type Random, randomInteger } from '../base/random.ts';
import type { Sharing } from '../media/video.ts';
import type { IceServer } from '../swarm/supply.ts';

/** More STUN servers only slow the gathering of addresses down; PeerTube takes two as well. */
const STUN_SERVERS_MAX = 2;

/**
 * Which servers help two viewers to find each other: the integrator's, else two at random of those that the film's
 * instance lists, else none (then only viewers of one network meet).
 * With `relay` only TURN servers are kept, since a STUN server exists to learn the viewer's address.
 */
export function chooseIceServers(options: {
  readonly sharing: Sharing;
  readonly given: readonly IceServer[] | undefined;
  readonly isRelayOnly: boolean;
  readonly random: Random;
}): readonly IceServer[] {
  if (options.given !== undefined) return options.isRelayOnly ? options.given.filter(isTurn) : options.given;
  if (options.isRelayOnly || options.sharing.kind === 'none') return [];
  const left = [...options.sharing.stunUrls];
  const chosen: IceServer[] = [];
  while (chosen.length < STUN_SERVERS_MAX && left.length > 0) {
    const [url] = left.splice(randomInteger(options.random, left.length), 1);
    if (url !== undefined) chosen.push({ urls: url });
  }
  return chosen;
}

function isTurn(server: IceServer): boolean {
  const urls = typeof server.urls === 'string' ? [server.urls] : server.urls;
  return urls.every((url) => /^turns?:/i.test(url));
}
