/** Every byte counts once. */
export type Counters = { httpBytes: number; peerBytes: number; uploadedBytes: number; wastedBytes: number };

export function createCounters(): Counters {
  return { httpBytes: 0, peerBytes: 0, uploadedBytes: 0, wastedBytes: 0 };
}

export function subtractCounters(counters: Counters, earlier: Counters): Counters {
  return {
    httpBytes: counters.httpBytes - earlier.httpBytes,
    peerBytes: counters.peerBytes - earlier.peerBytes,
    uploadedBytes: counters.uploadedBytes - earlier.uploadedBytes,
    wastedBytes: counters.wastedBytes - earlier.wastedBytes,
  };
}
