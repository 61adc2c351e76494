import Plyr from 'plyr';
import css from 'plyr/dist/plyr.css?inline';

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
