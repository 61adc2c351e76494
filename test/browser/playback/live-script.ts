import type { HttpScript } from '../../support/scripted-http.ts';
import { streamUrl } from './stage.ts';

/** Segments of the fixture `apart`, which the live sends over and over. */
const SEGMENTS = 6;
const SEGMENT_SECONDS = 2;

export type LiveScript = {
  readonly script: HttpScript;
  /** The encoder stops: playlists stay as they are. */
  stall(): void;
  resume(): void;
  end(): void;
};

/**
 * A live as PeerTube's: MPEG-TS, sound apart, a window that slides. It has sent `headStart` segments when it begins.
 * @param speed how many seconds of the live pass in one.
 */
export function createLiveScript({ headStart = 8, windowLength = 6, speed = 1 } = {}): LiveScript {
  let base = performance.now();
  let sentBefore = headStart;
  let isRunning = true;
  let isEnded = false;
  const sent = () =>
    isRunning ? sentBefore + Math.floor(((performance.now() - base) * speed) / 1000 / SEGMENT_SECONDS) : sentBefore;
  const hold = () => {
    sentBefore = sent();
    isRunning = false;
  };
  return {
    stall: hold,
    resume() {
      base = performance.now();
      isRunning = true;
    },
    end() {
      hold();
      isEnded = true;
    },
    script({ url }) {
      const name = /live\/(72|108|en|fr)\.m3u8/.exec(url)?.[1];
      if (url.endsWith('live/master.m3u8')) return MASTER;
      if (name === undefined) return null;
      return playlist(name, { end: sent(), length: windowLength, isEnded });
    },
  };
}

export const LIVE_URL = streamUrl('live/master.m3u8');

const MASTER = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,URI="en.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=110000,RESOLUTION=128x72,CODECS="avc1.4d400a,mp4a.40.2",AUDIO="sound"
72.m3u8
`;

/** Each round of the same media is a discontinuity, since its time stamps begin anew. */
function playlist(name: string, window: { end: number; length: number; isEnded: boolean }): string {
  const start = Math.max(0, window.end - window.length);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    `#EXT-X-TARGETDURATION:${SEGMENT_SECONDS}`,
    `#EXT-X-MEDIA-SEQUENCE:${start}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.ceil(start / SEGMENTS)}`,
  ];
  for (let id = start; id < window.end; id++) {
    // The tag in front of the window's first segment has left the window with the segment before.
    if (id % SEGMENTS === 0 && id > start) lines.push('#EXT-X-DISCONTINUITY');
    lines.push('#EXTINF:2.0,', streamUrl(`apart/${name}-${id % SEGMENTS}.mpegts`));
  }
  if (window.isEnded) lines.push('#EXT-X-ENDLIST');
  return lines.join('\n');
}
