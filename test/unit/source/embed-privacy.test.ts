import { describe, expect, it } from 'vitest';
import { askEmbedPrivacy } from '../../../src/source/embed-privacy.ts';
import { resolveVideo } from '../../../src/source/resolve.ts';
import { at, createRecordedHttp, FIRST, fixtureJson, json, type RecordedAnswer } from '../../support/recorded-http.ts';
import { createSourcePorts } from '../../support/source-ports.ts';

const ID = 'bfdbafe0-5a6d-4a11-a0c1-79c483a7289c';
const QUESTION = `${FIRST}/api/v1/videos/${ID}/embed-privacy/allowed?domain=blog.example`;

function ask(answer: RecordedAnswer) {
  const http = createRecordedHttp([at(QUESTION, answer)]);
  return askEmbedPrivacy({ ports: createSourcePorts(http) }, { origin: FIRST, id: ID, embedderHost: 'blog.example' });
}

describe('askEmbedPrivacy', () => {
  it('tells what the instance decided, and whether the viewer may pass', async () => {
    expect(await ask(json({ domainAllowed: true, userBypassAllowed: null }))).toEqual({
      isAllowed: true,
      mayViewerBypass: false,
    });
    expect(await ask(json({ domainAllowed: false, userBypassAllowed: true }))).toEqual({
      isAllowed: false,
      mayViewerBypass: true,
    });
  });

  it('takes no answer for no refusal', async () => {
    for (const answer of ['silence', { status: 404, body: '' }, { status: 200, body: '<html>' }] as const) {
      expect(await ask(answer)).toEqual({ isAllowed: true, mayViewerBypass: false });
    }
  });
});

describe('resolveVideo in a page of another host', () => {
  const resolveIn = (policyId: number, embedderHost: string | undefined) => {
    const film = { ...fixtureJson('video-main-local.json'), embedPrivacyPolicy: { id: policyId } };
    const http = createRecordedHttp([
      at(`${FIRST}/api/v1/videos/${ID}`, json(film)),
      at(QUESTION, json({ domainAllowed: false, userBypassAllowed: null })),
    ]);
    return { http, result: resolveVideo(`${FIRST}/w/${ID}`, { ports: createSourcePorts(http), embedderHost }) };
  };

  it('refuses the film where the instance does, and asks only where there is a policy', async () => {
    await expect(resolveIn(2, 'blog.example').result).rejects.toMatchObject({
      code: 'embed-refused',
      message: '127.0.0.1:9001 does not allow this film to be shown on blog.example.',
    });
    for (const { http, result } of [resolveIn(1, 'blog.example'), resolveIn(2, undefined)]) {
      await expect(result).resolves.toMatchObject({ kind: 'video' });
      expect(http.asked.some((line) => line.includes('embed-privacy'))).toBe(false);
    }
  });
});
