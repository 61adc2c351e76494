import { assertType, describe, expectTypeOf, it } from 'vitest';
import {
  createPlayer,
  createPlayerCore,
  type FleuvePlayerElement,
  type Player,
  type PlayerError,
  type PlayerOptions,
  type PlayerPhase,
  type PlayerState,
  type Resolution,
  resolveVideo,
  type SegmentSupply,
  type SupplyFactory,
  type Video,
} from '../../src/index.ts';

const container = {} as HTMLElement;

describe('createPlayer', () => {
  it('takes an element and options, and gives a player', () => {
    expectTypeOf(createPlayer(container)).toEqualTypeOf<Player>();
    assertType(createPlayer(container, { source: 'https://tube.example/w/1', p2p: 'ask', theme: 'dark' }));
    assertType(createPlayer(container, { source: {} as Video, access: async () => null, upNextSeconds: null }));
  });

  it('refuses what it could not use', () => {
    // @ts-expect-error a page has elements, not selectors
    createPlayer('#player');
    // @ts-expect-error there is no such policy
    createPlayer(container, { p2p: 'maybe' });
    // @ts-expect-error options are named as they are
    createPlayer(container, { autoPlay: true });
    // @ts-expect-error a password is not a token
    createPlayer(container, { access: { kind: 'password', token: 'x' } });
  });
});

describe('createPlayerCore', () => {
  it('wants a media element, and knows no skin', () => {
    expectTypeOf(createPlayerCore).parameter(0).toEqualTypeOf<HTMLVideoElement>();
    // @ts-expect-error a core has no theme
    createPlayerCore(document.createElement('video'), { theme: 'dark' });
  });
});

describe('Player', () => {
  const player = {} as Player;

  it('tells events with what they carry', () => {
    player.on('stateChanged', (event) =>
      expectTypeOf(event).toEqualTypeOf<{ readonly state: PlayerState; readonly previous: PlayerState }>(),
    );
    player.on('failed', (error) => expectTypeOf(error).toEqualTypeOf<PlayerError>());
    expectTypeOf(player.on('ended', () => undefined, { signal: AbortSignal.abort() })).toEqualTypeOf<() => void>();
    // @ts-expect-error events are facts: `ended`, not `end`
    player.on('end', () => undefined);
  });

  it('shows a state that nobody else writes', () => {
    // @ts-expect-error states are snapshots
    player.state.volume = 1;
    // @ts-expect-error so are their lists
    player.state.buffered.push({ startSeconds: 0, endSeconds: 1 });
    expectTypeOf(player.state.phase).toEqualTypeOf<PlayerPhase>();
  });

  it('says why it does not share only where it does not', () => {
    const { sharing } = player.state;
    if (sharing.kind === 'off') expectTypeOf(sharing.reason).toExtend<string>();
    // @ts-expect-error there is a reason only for `off`
    expectTypeOf(sharing.reason);
  });
});

describe('<fleuve-player>', () => {
  it('is known to the DOM by its name, with typed events', () => {
    const element = document.createElement('fleuve-player');
    expectTypeOf(element).toEqualTypeOf<FleuvePlayerElement>();
    expectTypeOf(element.player).toEqualTypeOf<Player | null>();
    element.addEventListener('fleuve-failed', (event) => expectTypeOf(event.detail).toEqualTypeOf<PlayerError>());
    element.addEventListener('fleuve-statechange', (event) =>
      expectTypeOf(event.detail.state).toEqualTypeOf<PlayerState>(),
    );
    element.addEventListener('click', (event) => expectTypeOf(event).toEqualTypeOf<PointerEvent>());
  });
});

describe('resolveVideo', () => {
  it('promises a film or a playlist', () => {
    expectTypeOf(resolveVideo).returns.resolves.toEqualTypeOf<Resolution>();
    const resolution = {} as Resolution;
    if (resolution.kind === 'video') expectTypeOf(resolution.video).toEqualTypeOf<Video>();
    // @ts-expect-error a playlist has no film of its own
    else expectTypeOf(resolution.video);
  });
});

describe('PlayerOptions.engine', () => {
  it('takes a factory of supplies', () => {
    const factory: SupplyFactory = ({ http, media, isSharingAtStart }) => {
      expectTypeOf(media.url).toEqualTypeOf<string>();
      expectTypeOf(isSharingAtStart).toEqualTypeOf<boolean>();
      expectTypeOf(http.request).toBeFunction();
      return {} as SegmentSupply;
    };
    assertType<PlayerOptions>({ engine: factory });
    // @ts-expect-error there are two of our own, and factories
    assertType<PlayerOptions>({ engine: 'webtorrent' });
  });
});
