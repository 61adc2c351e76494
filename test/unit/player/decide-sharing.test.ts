import { describe, expect, it } from 'vitest';
import type { Sharing } from '../../../src/media/video.ts';
import { decideSharing, type SharingFacts } from '../../../src/player/decide-sharing.ts';

const LISTED: Sharing = {
  kind: 'listed',
  infoHashes: ['0'.repeat(40)],
  trackerUrls: ['wss://tube.example/tracker/socket'],
  stunUrls: [],
  isOnByDefault: true,
};

function decide(facts: Partial<SharingFacts> = {}) {
  return decideSharing({
    policy: 'auto',
    video: { sharing: LISTED, access: null },
    viewerChoice: null,
    hasWebRtc: true,
    isSavingData: false,
    isMetered: false,
    isIdle: false,
    isNativePlayback: false,
    monthUploadedBytes: 0,
    monthLimitBytes: null,
    viewerCount: null,
    minimumViewers: 0,
    ...facts,
  });
}

const off = (reason: string) => ({ kind: 'off', reason });

describe('decideSharing', () => {
  it('shares by default, without asking', () => {
    expect(decide()).toEqual({ kind: 'on' });
  });

  it("obeys a viewer's own stop before everything, p2p=on too", () => {
    for (const policy of ['auto', 'ask', 'on'] as const) {
      expect(decide({ policy, viewerChoice: false })).toEqual(off('viewer-choice'));
    }
  });

  it("obeys a viewer's own yes where the page or the instance would not share", () => {
    expect(decide({ policy: 'off', viewerChoice: true })).toEqual({ kind: 'on' });
    expect(decide({ policy: 'ask', viewerChoice: true })).toEqual({ kind: 'on' });
    expect(decide({ viewerChoice: true, isSavingData: true })).toEqual({ kind: 'on' });
    const sharing = { ...LISTED, isOnByDefault: false };
    expect(decide({ viewerChoice: true, video: { sharing, access: null } })).toEqual({ kind: 'on' });
  });

  it('asks before anyone is contacted where the page wants that', () => {
    expect(decide({ policy: 'ask' })).toEqual({ kind: 'asking' });
  });

  it('never shares what a server does not list, whoever says yes, and says why', () => {
    for (const reason of ['not-listed', 'object-unreadable', 'old-swarm', 'embed-refused', 'not-hls'] as const) {
      const video = { sharing: { kind: 'none', reason } as const, access: null };
      expect(decide({ policy: 'on', viewerChoice: true, video })).toEqual(off(reason));
    }
  });

  it('cannot share without WebRTC or where the browser plays by itself', () => {
    expect(decide({ policy: 'on', hasWebRtc: false })).toEqual(off('no-webrtc'));
    expect(decide({ policy: 'on', isNativePlayback: true })).toEqual(off('native-playback'));
  });

  it('does not share on its own where data are dear, the film is not public, or the instance says no', () => {
    expect(decide({ isSavingData: true })).toEqual(off('save-data'));
    expect(decide({ isMetered: true })).toEqual(off('metered'));
    const access = { kind: 'bearer', token: 't' } as const;
    expect(decide({ video: { sharing: LISTED, access } })).toEqual(off('private-film'));
    const password = { kind: 'password', password: 'p' } as const;
    expect(decide({ video: { sharing: LISTED, access: password } })).toEqual(off('password-film'));
    const sharing = { ...LISTED, isOnByDefault: false };
    expect(decide({ video: { sharing, access: null } })).toEqual(off('instance-off'));
  });

  it('stops soon after the watching does where the viewer pays for data, even if he said yes', () => {
    const facts = { viewerChoice: true, isMetered: true } as const;
    expect(decide(facts)).toEqual({ kind: 'on' });
    expect(decide({ ...facts, isIdle: true })).toEqual(off('metered'));
    expect(decide({ isIdle: true })).toEqual({ kind: 'on' });
  });

  it('obeys the page', () => {
    expect(decide({ policy: 'off' })).toEqual(off('page-choice'));
    expect(decide({ policy: 'on', isSavingData: true })).toEqual({ kind: 'on' });
  });

  it("stops at the month's limit, and not a byte before", () => {
    const limits = { policy: 'on', viewerChoice: true, monthLimitBytes: 1000 } as const;
    expect(decide({ ...limits, monthUploadedBytes: 999 })).toEqual({ kind: 'on' });
    expect(decide({ ...limits, monthUploadedBytes: 1000 })).toEqual(off('upload-limit'));
  });

  it('leaves films alone that too few watch, once the tracker has counted', () => {
    expect(decide({ minimumViewers: 3, viewerCount: 2 })).toEqual(off('few-viewers'));
    expect(decide({ minimumViewers: 3, viewerCount: 3 })).toEqual({ kind: 'on' });
    expect(decide({ minimumViewers: 3, viewerCount: null })).toEqual({ kind: 'on' });
  });
});
