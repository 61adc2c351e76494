import { describe, expect, it } from 'vitest';
import { DEFAULT_RECOVERY_CONFIG, planRecovery, UNTRIED } from '../../../src/playback/recovery.ts';

describe('planRecovery', () => {
  it('loads on after network failures, later each time, and gives up in the end', () => {
    const step = (reloads: number, isLive = false) =>
      planRecovery('network', { history: { ...UNTRIED, reloads }, isLive });
    expect(step(0)).toEqual({ kind: 'reload', delayMs: 500 });
    expect(step(1)).toEqual({ kind: 'reload', delayMs: 1000 });
    expect(step(DEFAULT_RECOVERY_CONFIG.filmReloads)).toEqual({ kind: 'give-up', code: 'media-unreachable' });
    expect(step(DEFAULT_RECOVERY_CONFIG.filmReloads, true)).toEqual({ kind: 'reload', delayMs: 8000 });
    expect(step(DEFAULT_RECOVERY_CONFIG.liveReloads, true)).toEqual({ kind: 'give-up', code: 'media-unreachable' });
  });

  it('starts the decoder anew once, tries the other audio codec once, and gives up', () => {
    const kinds = [0, 1, 2].map(
      (decoderRecoveries) => planRecovery('media', { history: { ...UNTRIED, decoderRecoveries }, isLive: false }).kind,
    );
    expect(kinds).toEqual(['recover-decoder', 'swap-audio-codec', 'give-up']);
  });

  it('does not try what cannot help', () => {
    const situation = { history: UNTRIED, isLive: false };
    expect(planRecovery('manifest-unreachable', situation)).toEqual({ kind: 'give-up', code: 'playlist-unreachable' });
    expect(planRecovery('manifest-invalid', situation)).toEqual({ kind: 'give-up', code: 'playlist-invalid' });
    expect(planRecovery('codecs-unsupported', situation)).toEqual({ kind: 'give-up', code: 'unsupported-media' });
  });
});
