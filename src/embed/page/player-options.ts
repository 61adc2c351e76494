import type { CreatePlayerOptions } from '../../element/create-player.ts';
import type { EmbedTarget } from '../address.ts';
import type { EmbedParameters } from '../parameters.ts';

/** What an embed's address means for the player. In playlists the list's own times win over `start` and `stop`. */
export function toPlayerOptions(
  target: EmbedTarget,
  parameters: EmbedParameters,
  page: { readonly embedderHost: string | null },
): CreatePlayerOptions {
  const isPlaylist = /\/video-playlists\/|\/w\/p\//.test(target.source ?? '');
  return {
    source: target.source,
    context: 'embed',
    autoplay: parameters.autoplay,
    isLooping: parameters.isLooping,
    hasControls: parameters.controls,
    hasControlBar: parameters.controlBar,
    hasTitle: parameters.title,
    hasSharingNotice: parameters.warningTitle,
    hasInstanceLink: parameters.peertubeLink,
    // An embedded list goes on at once, as PeerTube's does.
    upNextSeconds: 0,
    // The frame is the player: keys pressed anywhere in it are meant for it.
    hotkeys: 'page',
    embedderHost: page.embedderHost,
    hasPasswordPrompt: !parameters.waitPasswordFromApi,
    ...definedOnly({
      instance: target.instance ?? undefined,
      isMuted: parameters.isMuted,
      startSeconds: isPlaylist ? undefined : parameters.startSeconds,
      stopSeconds: isPlaylist ? undefined : parameters.stopSeconds,
      rate: parameters.playbackRate,
      captionLanguage: parameters.subtitle,
      playlistPosition: parameters.playlistPosition,
      language: parameters.language,
      p2p: parameters.p2p,
      preferredMedia: parameters.mode === 'web-video' ? ('file' as const) : parameters.mode,
    }),
  };
}

type Defined<Options> = { [Name in keyof Options]?: Exclude<Options[Name], undefined> };

function definedOnly<Options extends object>(options: Options): Defined<Options> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<Options>;
}
