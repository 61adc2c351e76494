import type { ErrorData } from 'hls.js';
import type { ErrorContext } from '../../base/errors.ts';
import type { Breakdown } from '../recovery.ts';

/** hls.js's words for errors (1.7, `src/errors.ts`), sorted by what can be done about them. */
const BREAKDOWNS: Readonly<Record<string, Breakdown>> = {
  manifestLoadError: 'manifest-unreachable',
  manifestLoadTimeOut: 'manifest-unreachable',
  manifestParsingError: 'manifest-invalid',
  levelEmptyError: 'manifest-invalid',
  manifestIncompatibleCodecsError: 'codecs-unsupported',
  bufferAddCodecError: 'codecs-unsupported',
  bufferIncompatibleCodecsError: 'codecs-unsupported',
};

export function breakdownOf(error: Pick<ErrorData, 'type' | 'details'>): Breakdown {
  const known = BREAKDOWNS[error.details];
  if (known !== undefined) return known;
  if (String(error.type) === 'networkError') return 'network';
  return String(error.type) === 'mediaError' ? 'media' : 'other';
}

const BEYOND_FMP4 = ['fragParsingError', 'fragDecryptError', 'keyLoadError', 'keyLoadTimeOut', 'internalException'];

/** May this be because only the part of hls.js is there that plays fragmented MP4? */
export function isBeyondFmp4(error: Pick<ErrorData, 'type' | 'details' | 'fatal'>): boolean {
  if (BEYOND_FMP4.includes(error.details)) return true;
  return error.fatal && ['media', 'other', 'codecs-unsupported'].includes(breakdownOf(error));
}

export function describeError(error: ErrorData): ErrorContext {
  return {
    type: error.type,
    details: error.details,
    url: error.url ?? error.frag?.url ?? null,
    status: error.response?.code ?? null,
    reason: error.reason ?? error.error.message,
  };
}
