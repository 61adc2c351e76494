import type { SupplyStats } from '../swarm/supply.ts';
import type { CoreContext } from './core-context.ts';

/** Adds up what was handed to peers: of this visit over all films, and of this month over all visits. */
export interface UploadMeter {
  /** Takes a supply's counters; `supplyKey` tells one supply from the next, whose counters begin at 0. */
  take(supplyKey: object, stats: SupplyStats): void;
  setMonthLimitBytes(bytes: number | null): void;
  isOverLimit(): boolean;
}

export function createUploadMeter({ memory, store }: Pick<CoreContext, 'memory' | 'store'>): UploadMeter {
  const seen = new WeakMap<object, number>();
  const show = (addedBytes: number) => {
    store.update({
      upload: {
        visitBytes: store.state.upload.visitBytes + addedBytes,
        monthBytes: memory.monthUploadedBytes(),
        monthLimitBytes: memory.monthlyUploadLimitBytes(),
      },
    });
  };
  show(0);
  return {
    take(supplyKey, stats) {
      const addedBytes = stats.uploadedBytes - (seen.get(supplyKey) ?? 0);
      seen.set(supplyKey, stats.uploadedBytes);
      if (addedBytes <= 0) return;
      memory.addUploadedBytes(addedBytes);
      show(addedBytes);
    },
    setMonthLimitBytes(bytes) {
      memory.setMonthlyUploadLimitBytes(bytes);
      show(0);
    },
    isOverLimit() {
      const { monthBytes, monthLimitBytes } = store.state.upload;
      return monthLimitBytes !== null && monthBytes >= monthLimitBytes;
    },
  };
}
