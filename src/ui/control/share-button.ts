import type { SkinContext } from '../context.ts';
import { createButton } from './button.ts';

/** Links and embed codes; there only where the film has a page or an address to embed. */
export function createShareButton(context: SkinContext): HTMLElement {
  const button = createButton({
    name: context.words.share,
    icon: 'link',
    part: 'share',
    opens: 'dialog',
    onPress: (self) => context.openPanel('share', self),
  });
  context.watch(
    ({ video }) => Boolean(video?.pageUrl ?? video?.embedUrl),
    (canShare) => {
      button.hidden = !canShare;
    },
  );
  return button;
}
