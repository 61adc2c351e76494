/** What the page says before there is a player, in the viewer's language where we have it. */
const SENTENCES = {
  en: {
    nothing: 'This address names no video. Add ?url= and the address of one.',
    refused: 'This player does not show videos of {host}.',
    broken: 'The player could not be loaded. Check your connection and reload the page.',
    watchThere: 'Watch it there',
  },
  fr: {
    nothing: 'Cette adresse ne désigne aucune vidéo. Ajoutez ?url= et l’adresse d’une vidéo.',
    refused: 'Ce lecteur ne montre pas les vidéos de {host}.',
    broken: 'Le lecteur n’a pas pu être chargé. Vérifiez votre connexion et rechargez la page.',
    watchThere: 'La regarder là-bas',
  },
} as const;

export type NoticeKind = 'nothing' | 'refused' | 'broken';

/** Replaces what `place` holds by a sentence, and a link if there is somewhere to go. */
export function showNotice(
  place: HTMLElement,
  kind: NoticeKind,
  options: { language: string; host?: string; link?: string | null },
): void {
  const words = options.language.toLowerCase().startsWith('fr') ? SENTENCES.fr : SENTENCES.en;
  const notice = document.createElement('div');
  notice.className = 'notice';
  notice.setAttribute('role', 'alert');
  const sentence = document.createElement('p');
  sentence.textContent = words[kind].replace('{host}', options.host ?? '');
  notice.append(sentence);
  if (options.link !== undefined && options.link !== null) {
    const anchor = document.createElement('a');
    anchor.href = options.link;
    anchor.target = '_blank';
    anchor.rel = 'noopener';
    anchor.textContent = words.watchThere;
    notice.append(anchor);
  }
  place.replaceChildren(notice);
}
