import { SILENT_LOG } from '../../../src/base/log.ts';
import { createBrowserClock } from '../../../src/platform/browser.ts';
import { createFileEngine } from '../../../src/playback/dom/file-engine.ts';
import { createHlsEngine } from '../../../src/playback/dom/hls-engine.ts';
import { createNativeEngine } from '../../../src/playback/dom/native-engine.ts';
import { describePlaybackEngine } from '../../compliance/playback-engine.ts';
import { createPlainSupply } from '../../support/plain-supply.ts';
import { createScriptedHttp } from '../../support/scripted-http.ts';
import { createElement, streamUrl } from './stage.ts';

describePlaybackEngine('createHlsEngine', async () => {
  const element = createElement();
  const clock = createBrowserClock();
  const supply = createPlainSupply({ http: createScriptedHttp(), clock });
  const engine = await createHlsEngine({ element, url: streamUrl('single.m3u8'), supply, clock, log: SILENT_LOG });
  const dispose = () => {
    engine.destroy();
    supply.destroy();
    element.remove();
  };
  return { element, engine, dispose };
});

describePlaybackEngine('createFileEngine', async () => {
  const element = createElement();
  const file = (height: number) => ({
    kind: 'file' as const,
    url: streamUrl(`plain/${height}.mp4`),
    mimeType: null,
    label: '',
    widthPx: (height * 16) / 9,
    heightPx: height,
    frameRate: null,
    sizeBytes: null,
    mirrorUrls: [],
  });
  const engine = createFileEngine({ element, files: [file(72), file(108)] });
  const dispose = () => {
    engine.destroy();
    element.remove();
  };
  return { element, engine, dispose };
});

// A whole file stands for the playlist that an iPhone plays: the engine leaves both to the browser.
describePlaybackEngine('createNativeEngine', async () => {
  const element = createElement();
  const engine = createNativeEngine({ element, url: streamUrl('plain/72.mp4') });
  const dispose = () => {
    engine.destroy();
    element.remove();
  };
  return { element, engine, dispose };
});
