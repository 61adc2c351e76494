import { isRecord } from '../base/check.ts';
import { type Asking, askJson } from './ask.ts';

export type EmbedVerdict = { readonly isAllowed: boolean; readonly mayViewerBypass: boolean };

export type EmbedQuestion = {
  readonly origin: string;
  /** The film's uuid. */
  readonly id: string;
  /** The host of the page that embeds the player. */
  readonly embedderHost: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * May the film be shown in pages of this host? PeerTube 8.1 and later leave it to the player to ask and to obey.
 * An instance that does not answer has not refused.
 */
export async function askEmbedPrivacy(asking: Asking, question: EmbedQuestion): Promise<EmbedVerdict> {
  const domain = encodeURIComponent(question.embedderHost);
  const url = `${question.origin}/api/v1/videos/${question.id}/embed-privacy/allowed?domain=${domain}`;
  const answer = await askJson(asking, { url, headers: question.headers ?? {} });
  return answer.ok ? parseEmbedVerdict(answer.value.value) : { isAllowed: true, mayViewerBypass: false };
}

export function parseEmbedVerdict(value: unknown): EmbedVerdict {
  const verdict = isRecord(value) ? value : {};
  return { isAllowed: verdict.domainAllowed !== false, mayViewerBypass: verdict.userBypassAllowed === true };
}
