import type { Clock } from './clock.ts';
import type { Digest } from './digest.ts';
import type { Http } from './http.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';
import type { Storage } from './storage.ts';

/** Everything impure that pure code may use, handed down from the composition root. */
export type Ports = {
  readonly clock: Clock;
  readonly random: Random;
  readonly http: Http;
  readonly digest: Digest;
  readonly storage: Storage;
  readonly log: Log;
};
