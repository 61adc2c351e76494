export function canPip(media: HTMLVideoElement): boolean {
  return document.pictureInPictureEnabled === true && !media.disablePictureInPicture;
}

export function togglePip(media: HTMLVideoElement): void {
  if (!canPip(media)) return;
  const isIn = document.pictureInPictureElement === media;
  const done = isIn ? document.exitPictureInPicture() : media.requestPictureInPicture();
  void (done as Promise<unknown>).catch(() => {
    // No picture yet, or no gesture: the button stays as it was.
  });
}
