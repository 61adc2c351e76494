import type { HlsConfig } from 'hls.js';
import { onTestFinished } from 'vitest';
import { SILENT_LOG } from '../../../src/base/log.ts';
import { createBrowserClock } from '../../../src/platform/browser.ts';
import { createHlsEngine } from '../../../src/playback/dom/hls-engine.ts';
import type { PlaybackError } from '../../../src/playback/engine.ts';
import type { LoadSource } from '../../../src/swarm/supply.ts';
import { createPlainSupply } from '../../support/plain-supply.ts';
import { createScriptedHttp, type HttpScript } from '../../support/scripted-http.ts';

export function streamUrl(path: string): string {
  return new URL(`/test/fixtures/streams/${path}`, location.href).href;
}

export type StageOptions = {
  readonly script?: HttpScript;
  readonly hlsConfig?: Partial<HlsConfig>;
  readonly source?: LoadSource;
};

/** A muted video element on the page; every test of a file has the page to itself. */
export function createElement(): HTMLVideoElement {
  const element = document.createElement('video');
  element.muted = true;
  element.style.width = '640px';
  element.style.height = '360px';
  document.body.append(element);
  return element;
}

/** An element, a supply that writes down what it is asked, and our engine between them. */
export async function createStage(path: string, options: StageOptions = {}) {
  const element = createElement();
  onTestFinished(() => element.remove());
  const clock = createBrowserClock();
  const http = createScriptedHttp(options.script);
  const { source, hlsConfig } = options;
  const supply = createPlainSupply({ http, clock, ...(source === undefined ? {} : { source }) });
  const engine = await createHlsEngine({
    element,
    url: path.startsWith('http') ? path : streamUrl(path),
    supply,
    clock,
    log: SILENT_LOG,
    ...(hlsConfig === undefined ? {} : { hlsConfig }),
  });
  const failures: PlaybackError[] = [];
  const recoveries: PlaybackError[] = [];
  engine.on('failed', (error) => failures.push(error));
  engine.on('recovered', (error) => recoveries.push(error));
  onTestFinished(() => {
    engine.destroy();
    supply.destroy();
  });
  return { element, engine, supply, http, failures, recoveries };
}

/** Resolves when `isTrue` holds at one of the element's events or a quarter of a second after the last look. */
export async function until(what: string, isTrue: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Plays from where it is until the position is reached. */
export async function playUntil(element: HTMLVideoElement, seconds: number, timeoutMs = 15_000): Promise<void> {
  await element.play();
  const say = () => `${seconds} s were played (at ${element.currentTime}, ready state ${element.readyState})`;
  const end = performance.now() + timeoutMs;
  while (element.currentTime < seconds && !element.ended) {
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain until ${say()}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
