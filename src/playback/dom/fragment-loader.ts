import type { FragmentLoaderConstructor, FragmentLoaderContext } from 'hls.js';
import type { StreamIndex } from './stream-index.ts';
import { SupplyLoader, type SupplyLoaderOptions } from './supply-loader.ts';

export type LoaderParts = Pick<
  SupplyLoaderOptions<FragmentLoaderContext>,
  'supply' | 'clock' | 'estimate' | 'onActivity'
> & {
  readonly index: StreamIndex;
};

/** The `fLoader` of hls.js's configuration: media segments from the supply, everything else of a stream by HTTP. */
export function createFragmentLoaderClass(parts: LoaderParts): FragmentLoaderConstructor {
  const options: SupplyLoaderOptions<FragmentLoaderContext> = {
    ...parts,
    targetOf: (context) => parts.index.targetOf(context),
    // The supply's copy is ours alone, so hls.js's worker may take it.
    convert: (loaded) => wholeBuffer(loaded.bytes),
  };
  return class FragmentLoader extends SupplyLoader<FragmentLoaderContext> {
    constructor() {
      super(options);
    }
  };
}

/** The view's own buffer where it spans all of it; a copy where bytes of something else surround it. */
export function wholeBuffer(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
}
