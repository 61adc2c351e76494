type OldElement = HTMLElement & { webkitRequestFullscreen?: () => void };
type OldDocument = Document & { webkitFullscreenElement?: Element | null; webkitExitFullscreen?: () => void };
/** iPhones give full screen to the video itself and to nothing else. */
type IphoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };
type Lockable = ScreenOrientation & { lock?: (orientation: string) => Promise<void> };

export function canGoFullscreen(host: OldElement, media: IphoneVideo): boolean {
  const hasElement = host.requestFullscreen !== undefined || host.webkitRequestFullscreen !== undefined;
  return (hasElement && document.fullscreenEnabled !== false) || media.webkitEnterFullscreen !== undefined;
}

export function isFullscreen(host: HTMLElement): boolean {
  const { fullscreenElement, webkitFullscreenElement } = document as OldDocument;
  const element = fullscreenElement ?? webkitFullscreenElement ?? null;
  return element !== null && (element === host || element.contains(host));
}

/** Does nothing where the page or the browser forbids it. Wide films turn a phone to landscape. */
export async function toggleFullscreen(host: OldElement, media: IphoneVideo): Promise<void> {
  const page = document as OldDocument;
  if (isFullscreen(host)) {
    await (page.exitFullscreen?.() ?? page.webkitExitFullscreen?.());
    return;
  }
  try {
    if (host.requestFullscreen) await host.requestFullscreen({ navigationUI: 'hide' });
    else if (host.webkitRequestFullscreen) host.webkitRequestFullscreen();
    else media.webkitEnterFullscreen?.();
    if (media.videoWidth > media.videoHeight) await (screen.orientation as Lockable | undefined)?.lock?.('landscape');
  } catch {
    // Refused by a policy or without a gesture; or a screen that cannot be turned.
  }
}
