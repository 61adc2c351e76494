import { describe, expect, it } from 'vitest';
import { createStateStore, INITIAL_STATE, mergeState } from '../../../src/player/state-store.ts';

describe('createStateStore', () => {
  it('changes at once and tells all changes of one turn together', async () => {
    const told: unknown[] = [];
    const store = createStateStore(INITIAL_STATE, (change) => told.push(change));
    store.update({ volume: 0.5 });
    store.update({ isMuted: true });
    expect(store.state).toMatchObject({ volume: 0.5, isMuted: true });
    expect(told).toEqual([]);
    await Promise.resolve();
    expect(told).toEqual([{ state: store.state, previous: INITIAL_STATE }]);
  });

  it('tells nobody when nothing changed', async () => {
    const told: unknown[] = [];
    const store = createStateStore(INITIAL_STATE, (change) => told.push(change));
    store.update({ volume: 1, buffered: [], sharing: { kind: 'undecided' } });
    await Promise.resolve();
    expect(told).toEqual([]);
    expect(store.state).toBe(INITIAL_STATE);
  });

  it('hears of changes that a listener makes', async () => {
    const told: number[] = [];
    const store = createStateStore(INITIAL_STATE, ({ state }) => {
      told.push(state.positionSeconds);
      if (state.positionSeconds < 3) store.update({ positionSeconds: state.positionSeconds + 1 });
    });
    store.update({ positionSeconds: 1 });
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(told).toEqual([1, 2, 3]);
  });
});

describe('mergeState', () => {
  it('keeps the identity of equal parts and freezes what it makes', () => {
    const buffered = [{ startSeconds: 0, endSeconds: 5 }];
    const first = mergeState(INITIAL_STATE, { buffered });
    const second = mergeState(first, { buffered: [{ startSeconds: 0, endSeconds: 5 }], volume: 0 });
    expect(second.buffered).toBe(buffered);
    expect(Object.isFrozen(second)).toBe(true);
    expect(mergeState(second, { buffered: [{ startSeconds: 0, endSeconds: 6 }] }).buffered).not.toBe(buffered);
  });
});
