import { describe, expect, it } from 'vitest';
import { createBrowserClock, createBrowserPorts } from '../../../src/platform/browser.ts';
import { createBrowserStorage } from '../../../src/platform/browser-storage.ts';

describe('createBrowserClock', () => {
  it('runs a task after its delay and not before', async () => {
    const clock = createBrowserClock();
    const startMs = clock.nowMs();
    await new Promise<void>((resolve) => clock.schedule(20, resolve));
    expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(18);
  });

  it('forgets a cancelled task, cancelled once or twice', async () => {
    const clock = createBrowserClock();
    let runs = 0;
    const cancel = clock.schedule(1, () => runs++);
    cancel();
    cancel();
    await new Promise<void>((resolve) => clock.schedule(10, resolve));
    expect(runs).toBe(0);
  });

  it('knows the time of day', () => {
    expect(createBrowserClock().wallMs()).toBeGreaterThan(1_700_000_000_000);
  });
});

describe('createBrowserPorts', () => {
  it('draws chance in [0, 1)', () => {
    const { random } = createBrowserPorts();
    for (let i = 0; i < 100; i++) {
      const unit = random.unit();
      expect(unit >= 0 && unit < 1).toBe(true);
    }
  });
});

describe('createBrowserStorage', () => {
  const createMap = () => {
    const map = new Map<string, string>();
    return {
      map,
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
      removeItem: (key: string) => void map.delete(key),
    };
  };

  it('keeps values under a prefix of its own and removes them again', () => {
    const web = createMap();
    const storage = createBrowserStorage(() => web);
    storage.write('volume', '0.5');
    expect([...web.map]).toEqual([['fleuve:volume', '0.5']]);
    expect(createBrowserStorage(() => web).read('volume')).toBe('0.5');
    storage.write('volume', null);
    expect(storage.read('volume')).toBeNull();
    expect(web.map.size).toBe(0);
  });

  it('remembers in memory where storage is refused, missing or full', () => {
    const refuse = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    const full = { ...createMap(), setItem: refuse };
    for (const find of [refuse, () => null, () => full]) {
      const storage = createBrowserStorage(find);
      expect(storage.read('volume')).toBeNull();
      storage.write('volume', '1');
      expect(storage.read('volume')).toBe('1');
      storage.write('volume', null);
      expect(storage.read('volume')).toBeNull();
    }
  });
});
