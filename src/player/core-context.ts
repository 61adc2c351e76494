import type { Emitter } from '../base/emitter.ts';
import type { Ports } from '../base/ports.ts';
import type { Environment } from './environment.ts';
import type { PlayerOptions } from './options.ts';
import type { PlayerEvents } from './player.ts';
import type { StateStore } from './state-store.ts';
import type { ViewerMemory } from './viewer-memory.ts';

/** What the parts of one player share. */
export type CoreContext = {
  readonly element: HTMLVideoElement;
  /** Checked at the door. */
  readonly options: PlayerOptions;
  readonly ports: Ports;
  readonly store: StateStore;
  readonly emitter: Emitter<PlayerEvents>;
  readonly memory: ViewerMemory;
  environment(): Environment;
};
