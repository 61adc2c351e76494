const AS2 = 'https://www.w3.org/ns/activitystreams';

const TERMS: Record<string, unknown> = {
  pt: 'https://joinpeertube.org/ns#',
  sc: 'http://schema.org/',
  Hashtag: 'as:Hashtag',
  category: 'sc:category',
  licence: 'sc:license',
  subtitleLanguage: 'sc:subtitleLanguage',
  sensitive: 'as:sensitive',
  language: 'sc:inLanguage',
  identifier: 'sc:identifier',
  isLiveBroadcast: 'sc:isLiveBroadcast',
  Infohash: 'pt:Infohash',
  tileWidth: { '@type': 'sc:Number', '@id': 'pt:tileWidth' },
  tileHeight: { '@type': 'sc:Number', '@id': 'pt:tileHeight' },
  tileDuration: { '@type': 'sc:Number', '@id': 'pt:tileDuration' },
  aspectRatio: { '@type': 'sc:Float', '@id': 'pt:aspectRatio' },
  uuid: { '@type': 'sc:identifier', '@id': 'pt:uuid' },
  hasParts: 'sc:hasParts',
  views: { '@type': 'sc:Number', '@id': 'pt:views' },
  state: { '@type': 'sc:Number', '@id': 'pt:state' },
  size: { '@type': 'sc:Number', '@id': 'pt:size' },
  fps: { '@type': 'sc:Number', '@id': 'pt:fps' },
  PropertyValue: 'sc:PropertyValue',
  value: 'sc:value',
  hasPart: 'sc:hasPart',
  startOffset: 'sc:startOffset',
  endOffset: 'sc:endOffset',
  Playlist: 'pt:Playlist',
  PlaylistElement: 'pt:PlaylistElement',
};

export const ACTIVITY_CONTEXT: readonly unknown[] = [
  AS2,
  'https://w3id.org/security/v1',
  { RsaSignature2017: 'https://w3id.org/security#RsaSignature2017' },
  TERMS,
];

export const PUBLIC = `${AS2}#Public`;
export const ACTIVITY_TYPE = 'application/activity+json; charset=utf-8';
