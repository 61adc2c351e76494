import apiUrl from '@peertube/embed-api/build/player.min.js?url';

type Status = {
  readonly position: number;
  readonly volume: number;
  readonly duration: string;
  readonly playbackState: string;
};

/** The part of PeerTube's embed API that this page uses. */
type EmbedApi = {
  readonly ready: Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  seek(seconds: number): Promise<void>;
  getVolume(): Promise<number>;
  setVolume(volume: number): Promise<void>;
  getPlaybackRate(): Promise<number>;
  setPlaybackRate(rate: number): Promise<void>;
  setCaption(id: string): Promise<void>;
  getCaptions(): Promise<readonly { readonly label: string }[]>;
  getResolutions(): Promise<readonly { readonly label: string }[]>;
  addEventListener(name: string, listener: (data: never) => void): void;
};

declare global {
  interface Window {
    PeerTubePlayer: new (frame: HTMLIFrameElement) => EmbedApi;
  }
}

const LANTERNS_SECONDS = 24;
const told = document.querySelector('#told')!;
const facts = new Map<string, string>();

void begin();

async function begin(): Promise<void> {
  await loadScript(apiUrl);
  const embed = new window.PeerTubePlayer(document.querySelector<HTMLIFrameElement>('#embed')!);
  embed.addEventListener('playbackStatusUpdate', (status: Status) => {
    tell('state', status.playbackState);
    tell('position', `${status.position.toFixed(1)} s`);
    tell('volume', String(status.volume));
  });
  embed.addEventListener('playbackStatusChange', (state: string) => tell('last change', state));
  await embed.ready;
  tell('ready', 'yes');
  tell('captions', (await embed.getCaptions()).map(({ label }) => label).join(', '));
  for (const button of document.querySelectorAll<HTMLElement>('[data-do]')) {
    button.addEventListener('click', () => void ACTIONS[button.dataset.do!]?.(embed));
  }
}

const ACTIONS: Record<string, (embed: EmbedApi) => Promise<void>> = {
  play: (embed) => embed.play(),
  pause: (embed) => embed.pause(),
  seek: (embed) => embed.seek(LANTERNS_SECONDS),
  quieter: async (embed) => embed.setVolume(Math.max(0, (await embed.getVolume()) - 0.2)),
  faster: async (embed) => embed.setPlaybackRate(Math.min(2, (await embed.getPlaybackRate()) + 0.25)),
  caption: (embed) => embed.setCaption('fr'),
};

function tell(name: string, value: string): void {
  facts.set(name, value);
  told.textContent = [...facts].map(([key, text]) => `${key}: ${text}`).join('\n');
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${url} could not be loaded.`)));
    document.head.append(script);
  });
}
