import type { HlsConfig, LoaderContext, PlaylistLoaderConstructor, PlaylistLoaderContext } from 'hls.js';
import { fromUtf8 } from '../../base/bytes.ts';
import type { Loaded } from '../../swarm/supply.ts';
import { extractAudioOnly } from '../audio-only.ts';
import { type LoaderParts, wholeBuffer } from './fragment-loader.ts';
import { resourceOf } from './stream-index.ts';
import { SupplyLoader, type SupplyLoaderOptions } from './supply-loader.ts';

/** The `pLoader` of hls.js's configuration: playlists by HTTP, counted with everything else. */
export function createPlaylistLoaderClass(
  parts: LoaderParts & { readonly isAudioOnly: () => boolean },
): PlaylistLoaderConstructor {
  const options: SupplyLoaderOptions<PlaylistLoaderContext> = {
    ...parts,
    targetOf: resourceOf,
    convert(loaded, context) {
      const text = fromUtf8(loaded.bytes);
      if (String(context.type) !== 'manifest') return text;
      parts.index.rememberText(loaded.url, text);
      return (parts.isAudioOnly() ? extractAudioOnly(text, loaded.url) : null) ?? text;
    },
  };
  return class PlaylistLoader extends SupplyLoader<PlaylistLoaderContext> {
    constructor() {
      super(options);
    }
  };
}

/** The `loader` of hls.js's configuration: keys, certificates, steering manifests, lists of interstitials. */
export function createResourceLoaderClass(parts: LoaderParts): HlsConfig['loader'] {
  const options: SupplyLoaderOptions<LoaderContext> = { ...parts, targetOf: resourceOf, convert: convertResource };
  return class ResourceLoader extends SupplyLoader<LoaderContext> {
    constructor() {
      super(options);
    }
  };
}

function convertResource(loaded: Loaded, context: LoaderContext): string | ArrayBuffer | object {
  if (context.responseType === 'arraybuffer') return wholeBuffer(loaded.bytes);
  const text = fromUtf8(loaded.bytes);
  return context.responseType === 'json' ? (JSON.parse(text) as object) : text;
}
