export {
  createHlsLoaders,
  type HlsLoadersOptions,
  type SupplyHlsLoaders,
} from '../../player/create-hls-loaders.ts';
