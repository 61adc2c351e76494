/** Every byte counts once. */
export type Counters = { httpBytes: number; peerBytes: number; uploadedBytes: number; wastedBytes: number };

export function createCounters(): Counters {
  return { httpBytes: 0, peerBytes: 0, uploadedBytes: 0, wastedBytes: 0 };
}
