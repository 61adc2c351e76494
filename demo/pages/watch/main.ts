import '../../../src/element/define.ts';
import type { FleuvePlayerElement } from '../../../src/element/video-element.ts';

const player = document.createElement('fleuve-player') as FleuvePlayerElement;
player.setAttribute('src', location.href);
player.setAttribute('context', 'webapp');
player.setAttribute('heading', 'off');
player.setAttribute('instance-link', 'off');
document.querySelector('#frame')!.append(player);

const show = (selector: string, text: string): void => {
  const element = document.querySelector(selector)!;
  if (element.textContent !== text) element.textContent = text;
};

/** The page tells of the film what the player found out; all of it is plain text. */
function tell(): void {
  const video = player.player?.state.video;
  if (!video) return;
  document.title = `${video.title} · Fleuve`;
  show('#name', video.title);
  show('#by', [video.channel?.name, video.instance?.name].filter(Boolean).join(' · '));
  show('#description', video.description ?? '');
}

const watching = setInterval(() => {
  if (!player.player) return;
  clearInterval(watching);
  player.player.on('stateChanged', ({ state, previous }) => {
    if (state.video !== previous.video) tell();
  });
  tell();
}, 50);
