import { hasWebRtc } from '../wire/dom/has-web-rtc.ts';
import type { PlaybackAbilities } from './choose-media.ts';

/** What this browser, this device and this connection allow, read afresh each time it is asked for. */
export type Environment = PlaybackAbilities & {
  readonly hasWebRtc: boolean;
  readonly isSavingData: boolean;
  readonly isMetered: boolean;
  readonly isOffline: boolean;
};

/** Network Information API: Chromium and Firefox for Android only. */
type ConnectionLike = { readonly saveData?: boolean; readonly type?: string };

export function readEnvironment(element: HTMLMediaElement): Environment {
  const connection = (navigator as Navigator & { readonly connection?: ConnectionLike }).connection;
  return {
    hasMediaSource: 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis,
    hasNativeHls: element.canPlayType('application/vnd.apple.mpegurl') !== '',
    hasWebRtc: hasWebRtc(),
    isSavingData: connection?.saveData === true,
    isMetered: connection?.type === 'cellular',
    isOffline: navigator.onLine === false,
  };
}
