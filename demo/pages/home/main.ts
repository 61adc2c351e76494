/** What the list of an instance says of a film, as far as a card needs it. */
type Listed = {
  readonly name: string;
  readonly shortUUID: string;
  readonly thumbnailPath: string;
  readonly duration: number;
  readonly isLive: boolean;
  readonly account: { readonly displayName: string };
};

type Door = { readonly title: string; readonly words: string; readonly href: string };

const LINKS: readonly Door[] = [
  { title: 'An evening by the water', words: 'A playlist: two moments, then the whole film.', href: '/w/p/1' },
  { title: 'For friends', words: 'A film behind a password. The word is “lantern”.', href: '/w/2' },
];

const list = document.querySelector('#cards')!;
const doors = document.querySelector('#doors')!;
void showFilms();
void showDoors();

async function showFilms(): Promise<void> {
  const response = await fetch('/api/v1/videos?count=20');
  const { data } = (await response.json()) as { data: Listed[] };
  list.replaceChildren(...data.map(createCard));
}

function createCard(film: Listed): HTMLElement {
  const picture = document.createElement('img');
  picture.src = film.thumbnailPath;
  picture.alt = '';
  const words = film.isLive ? 'Live' : `${film.duration} s · ${film.account.displayName}`;
  return createLink({ title: film.name, words, href: `/w/${film.shortUUID}` }, picture);
}

/** Ports are not known before the demo runs, so it is asked where its other servers are. */
async function showDoors(): Promise<void> {
  const response = await fetch('/demo/state').catch(() => null);
  const state = response?.ok
    ? ((await response.json()) as { instances: { origin: string }[]; blogOrigin: string })
    : null;
  const others: Door[] = state
    ? [
        {
          title: 'Mountain Tube',
          words: 'Another instance, which follows this one.',
          href: `${state.instances[1]?.origin}/`,
        },
        { title: 'Somebody’s blog', words: 'Embeds on a stranger’s page.', href: `${state.blogOrigin}/` },
      ]
    : [];
  doors.replaceChildren(...[...LINKS, ...others].map((door) => createLink(door, null)));
}

function createLink({ title, words, href }: Door, picture: HTMLElement | null): HTMLElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = href;
  const head = document.createElement('h3');
  head.textContent = title;
  const text = document.createElement('p');
  text.textContent = words;
  const box = document.createElement('div');
  box.append(head, text);
  link.append(...(picture ? [picture, box] : [head, text]));
  item.append(link);
  return item;
}
