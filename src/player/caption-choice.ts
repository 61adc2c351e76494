import { PlayerError } from '../base/errors.ts';
import type { Http } from '../base/http.ts';
import type { Video } from '../media/video.ts';
import { createCaptionTracks } from './caption-tracks.ts';
import type { CoreContext } from './core-context.ts';

/** Which captions of one film are on. */
export interface CaptionChoice {
  /** Null turns them off; ids that the film lacks are ignored. */
  choose(id: string | null): void;
  destroy(): void;
}

/** Turns on what the page asks for, else what the viewer chose before. */
export function createCaptionChoice(context: CoreContext, video: Video, http: Http): CaptionChoice {
  const { element, store, memory, emitter, options } = context;
  const tracks = createCaptionTracks(element, video.captions, http);
  let isDestroyed = false;

  const show = async (id: string | null) => {
    store.update({ activeCaptionId: id });
    try {
      await tracks.show(id);
    } catch (cause) {
      if (isDestroyed || store.state.activeCaptionId !== id) return;
      store.update({ activeCaptionId: null });
      if (cause instanceof PlayerError) emitter.emit('warned', cause);
    }
  };
  store.update({ captions: tracks.tracks });
  const wanted = options.captionLanguage === undefined ? memory.captionLanguage() : options.captionLanguage;
  void show(findByLanguage(tracks.tracks, wanted));
  return {
    choose(id) {
      const track = tracks.tracks.find((candidate) => candidate.id === id);
      if (isDestroyed || (id !== null && track === undefined)) return;
      memory.setCaptionLanguage(track?.language ?? null);
      void show(id);
    },
    destroy() {
      isDestroyed = true;
      tracks.destroy();
    },
  };
}

type Named = { readonly id: string; readonly language: string; readonly isAutomatic: boolean };

/** The same language (`fr` also for `fr-CA` and the other way round), written by people rather than machines. */
function findByLanguage(tracks: readonly Named[], language: string | null | undefined): string | null {
  if (language === null || language === undefined) return null;
  const base = (tag: string) => tag.toLowerCase().split('-')[0];
  const exact = tracks.filter((track) => track.language.toLowerCase() === language.toLowerCase());
  const near = exact.length > 0 ? exact : tracks.filter((track) => base(track.language) === base(language));
  return (near.find((track) => !track.isAutomatic) ?? near[0])?.id ?? null;
}
