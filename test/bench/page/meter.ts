import Hls from 'hls.js';
import type { ViewerReport } from './viewer.ts';

/** Without it hls.js fetches up to ten minutes of a slim film ahead; the same for every engine. */
export const BUFFER_SETTINGS = { maxBufferLength: 30, maxMaxBufferLength: 30 } as const;

/** Shorter interruptions are not seen: one frame of 25 a second takes 40 ms. */
const SHORTEST_STALL_MS = 50;

export type Meter = {
  start(): void;
  /** Another rendition is shown from now on. */
  show(bitsPerSecond: number): void;
  follow(hls: Hls): void;
  report(): Omit<ViewerReport, 'httpBytes' | 'peerBytes' | 'uploadedBytes' | 'wastedBytes' | 'peers' | 'errors'>;
};

/** Measures at the media element, whatever engine feeds it. */
export function createMeter(video: HTMLVideoElement): Meter {
  let startMs = 0;
  let firstFrameMs: number | null = null;
  let waitingSinceMs: number | null = null;
  let shown: { bitsPerSecond: number; sinceMs: number } | null = null;
  let shownBits = 0;
  let shownMs = 0;
  let switches = 0;
  const stalls: number[] = [];

  const nowMs = () => performance.now();
  const endStall = () => {
    if (waitingSinceMs === null) return;
    const stallMs = nowMs() - waitingSinceMs;
    waitingSinceMs = null;
    if (stallMs >= SHORTEST_STALL_MS) stalls.push(stallMs);
  };
  const settleShown = () => {
    if (shown === null) return;
    const passedMs = nowMs() - shown.sinceMs;
    shownBits += shown.bitsPerSecond * passedMs;
    shownMs += passedMs;
    shown = { ...shown, sinceMs: nowMs() };
  };
  const show = (bitsPerSecond: number) => {
    settleShown();
    if (shown !== null && shown.bitsPerSecond !== bitsPerSecond) switches += 1;
    shown = { bitsPerSecond, sinceMs: nowMs() };
  };

  video.addEventListener('waiting', () => {
    if (firstFrameMs !== null && !video.ended && !video.seeking) waitingSinceMs ??= nowMs();
  });
  for (const name of ['playing', 'ended'] as const) video.addEventListener(name, endStall);
  video.addEventListener('timeupdate', () => {
    if (video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) endStall();
  });

  return {
    start() {
      startMs = nowMs();
      video.requestVideoFrameCallback(() => {
        firstFrameMs = nowMs() - startMs;
      });
    },
    show,
    follow(hls) {
      hls.on(Hls.Events.LEVEL_SWITCHED, (_name, { level }) => show(hls.levels[level]?.bitrate ?? 0));
    },
    report() {
      settleShown();
      const edge = video.seekable.length === 0 ? null : video.seekable.end(video.seekable.length - 1);
      return {
        firstFrameMs,
        stallsMs: waitingSinceMs === null ? stalls : [...stalls, nowMs() - waitingSinceMs],
        positionSeconds: video.currentTime,
        bufferSeconds: bufferAhead(video),
        isEnded: video.ended,
        liveDelaySeconds: edge === null ? null : edge - video.currentTime,
        meanBitsPerSecond: shownMs === 0 ? null : shownBits / shownMs,
        switches,
      };
    },
  };
}

function bufferAhead(video: HTMLVideoElement): number {
  for (let i = 0; i < video.buffered.length; i++) {
    if (video.buffered.start(i) <= video.currentTime + 0.1 && video.buffered.end(i) > video.currentTime) {
      return video.buffered.end(i) - video.currentTime;
    }
  }
  return 0;
}
