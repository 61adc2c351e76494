import { createFilmVerifier } from '../../src/swarm/integrity.ts';
import { createSwarm } from '../../src/swarm/swarm.ts';
import { createDirectSupply } from '../support/direct-supply.ts';
import { allocatePhantom } from '../support/phantom-bytes.ts';
import type { CreateSupply } from './world.ts';

/** Every viewer asks the origin for everything. */
export const DIRECT_ENGINE: CreateSupply = ({ ports }) => createDirectSupply(ports);

/** What ships: scheduler, sessions, codec, verification. Only the bytes are phantoms. */
export const FLEUVE_ENGINE: CreateSupply = ({ ports, media, sharing, discovery, storeBytes }) => {
  const { http } = ports;
  return createSwarm({
    ports,
    http,
    media,
    sharing,
    discovery,
    verifier: createFilmVerifier({ ports, http, media }),
    isSharingAtStart: true,
    config: { memoryBytes: storeBytes },
    allocateBytes: allocatePhantom,
  });
};
