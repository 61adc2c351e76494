export { DEFAULT_EMBED_CONFIG, type EmbedConfig, isHostAllowed, parseEmbedConfig } from '../embed-config.ts';
export { diasporaText, iframeCode, markdownText, responsiveCode, wordPressText } from './embed-code.ts';
export { createFilmCard, type FilmCard, playerAddress } from './film-card.ts';
export { createFilmPage } from './film-page.ts';
export { createEmbedKitHandler, type EmbedKitHandlerOptions } from './handler.ts';
export { createOEmbed, type OEmbed } from './oembed.ts';
