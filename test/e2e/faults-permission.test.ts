import { describe, expect, it } from 'vitest';
import { openViewer } from '../support/browser-harness.ts';
import { useDemoAndHarness } from '../support/harness-stage.ts';

const stage = useDemoAndHarness(['--autoplay-policy=user-gesture-required']);

const filmUrl = () => `${stage.demo.origin}/w/${stage.demo.world.places[0].films[0]!.uuid}`;

describe('a browser that allows little', () => {
  it('plays without sound where sound needs a gesture, and says so until somebody turns it on', async () => {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    const plays = page.waitForEvent('console', (message) => message.text() === 'playing muted:true');
    const options = encodeURIComponent(JSON.stringify({ source: filmUrl(), autoplay: true }));
    await page.goto(`${stage.site.origin}/#${options}`);
    await plays;
    const loud = await page.evaluate(() => {
      window.harness.player!.setMuted(false);
      return window.harness.snapshot();
    });
    expect(loud).toMatchObject({ isMuted: false, isMutedByBrowser: false, isPaused: false });
    await context.close();
  });

  it('remembers nothing where storage is refused, and plays', async () => {
    const context = await stage.browser.newContext();
    const refuse =
      "Object.defineProperty(window, 'NAME', { get() { throw new DOMException('no', 'SecurityError'); } });";
    const initScript = ['localStorage', 'sessionStorage', 'indexedDB']
      .map((name) => refuse.replace('NAME', name))
      .join('\n');
    const player = { source: filmUrl(), autoplay: true, isMuted: true };
    const viewer = await openViewer(context, stage.site, { player, initScript, hasSkin: true, widthPx: 320 });
    await viewer.call('setVolume', 0.5);
    const state = await viewer.until('it plays', ({ phase }) => phase === 'playing', 40_000);
    expect(state.volume).toBe(0.5);
    await context.close();
  });

  it('says that it is offline, and goes on when it is not', async () => {
    const context = await stage.browser.newContext();
    const player = { source: filmUrl(), autoplay: true, isMuted: true };
    const viewer = await openViewer(context, stage.site, { player, widthPx: 320 });
    await viewer.until('it plays', ({ positionSeconds }) => positionSeconds > 1, 40_000);
    await context.setOffline(true);
    await viewer.until('it knows', ({ isOffline }) => isOffline);
    await viewer.call('seek', 50);
    await context.setOffline(false);
    await viewer.until('it goes on', (state) => !state.isOffline && state.positionSeconds > 51, 40_000);
    expect((await viewer.events()).filter((event) => event.startsWith('failed'))).toEqual([]);
    await context.close();
  });
});
