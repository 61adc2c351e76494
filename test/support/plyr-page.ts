import * as module from 'plyr';
import css from 'plyr/dist/plyr.css?inline';

type PlyrClass = new (video: HTMLVideoElement, options: object) => { on(name: string, listener: () => void): void };
/** Its declarations do not know the default export that it has. */
const { default: Plyr } = module as unknown as { default: PlyrClass };

/** The same for plyr, with its icons from the same server. */
const sheet = document.createElement('style');
sheet.textContent = css;
const video = document.createElement('video');
video.src = '/film.mp4';
video.preload = 'metadata';
document.head.append(sheet);
document.querySelector('#stage')?.append(video);
const plyr = new Plyr(video, { iconUrl: '/plyr.svg', blankVideo: '' });
plyr.on('ready', () => {
  document.documentElement.dataset.ready = 'yes';
});
