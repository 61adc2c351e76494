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

export function describeError(error: ErrorData): ErrorContext {
  return {
    type: error.type,
    details: error.details,
    url: error.url ?? error.frag?.url ?? null,
    status: error.response?.code ?? null,
    reason: error.reason ?? error.error.message,
  };
}
