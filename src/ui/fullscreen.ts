/** iPhones give full screen to the video itself and to nothing else. */
type IphoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };
type Lockable = ScreenOrientation & { lock?: (orientation: string) => Promise<void> };

export function canGoFullscreen(media: IphoneVideo): boolean {
  return document.fullscreenEnabled || media.webkitEnterFullscreen !== undefined;
}

export function isFullscreen(host: HTMLElement): boolean {
  return document.fullscreenElement?.contains(host) === true;
}

/** Does nothing where the page or the browser forbids it. Wide films turn a phone to landscape. */
export async function toggleFullscreen(host: HTMLElement, media: IphoneVideo): Promise<void> {
  try {
    if (isFullscreen(host)) return await document.exitFullscreen();
    if (!document.fullscreenEnabled) return media.webkitEnterFullscreen?.();
    await host.requestFullscreen({ navigationUI: 'hide' });
    if (media.videoWidth > media.videoHeight) await (screen.orientation as Lockable | undefined)?.lock?.('landscape');
  } catch {
    // Refused by a policy or without a gesture; or a screen that cannot be turned.
  }
}
