import { IconFileText, IconLink, IconMusic, IconPhoto, IconPlayerPlay } from '../../ui/icons.ts';
import { formatName } from '../../ui/format-name.ts';
import { withoutInvalidCharacters } from '../../domain/values/text.ts';
import { linkCard, type LinkCardContent } from './link-card.ts';
import { linksIn, splitLinks } from './links.ts';
import styles from './NotesText.module.css';

/** Other people's pages learn nothing of where their link was, and a search engine nothing of what is thought of them. */
const LINK_PROPS = { target: '_blank', rel: 'noopener noreferrer nofollow' } as const;

/** Notes to read: their links are links, and those to videos, pictures and recordings have a card. */
export const NotesText = ({ text }: { text: string }) => (
  <div className={styles.notes}>
    <p className={styles.text} dir="auto">
      {splitLinks(withoutInvalidCharacters(text)).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <a key={index} href={part.url} {...LINK_PROPS}>
            {part.text}
          </a>
        ),
      )}
    </p>
    <LinkCards urls={linksIn(text).filter((url) => linkCard(url) !== null)} />
  </div>
);

/** The links of notes that are in a field, where they cannot be opened. */
export const NotesLinks = ({ text }: { text: string | null }) => <LinkCards urls={linksIn(text)} />;

const MAX_CARDS = 12;

const LinkCards = ({ urls }: { urls: readonly string[] }) =>
  urls.length > 0 && (
    <ul className={styles.cards} aria-label="Links in the notes">
      {urls.slice(0, MAX_CARDS).map((url) => (
        <li key={url}>
          <LinkCard url={url} />
        </li>
      ))}
    </ul>
  );

const KINDS: Record<LinkCardContent['kind'], { label: string; Icon: typeof IconFileText }> = {
  video: { label: 'Video', Icon: IconPlayerPlay },
  picture: { label: 'Picture', Icon: IconPhoto },
  audio: { label: 'Audio', Icon: IconMusic },
};

const LinkCard = ({ url }: { url: string }) => {
  const card = linkCard(url);
  const { label, Icon } = card ? KINDS[card.kind] : { label: 'Link', Icon: IconLink };
  const { hostname, pathname, search } = new URL(url);
  const host = card?.host ?? hostname.replace(/^www\./u, '');
  return (
    <a href={url} {...LINK_PROPS} className={styles.card}>
      <span className={styles.icon}>
        <Icon size={20} aria-hidden />
      </span>
      <span className={styles.cardText}>
        <span className={styles.cardTitle} dir="auto">
          {formatName(card?.title ?? (pathname === '/' ? host : `${host}${pathname}${search}`))}
        </span>
        <span className={styles.cardDetail}>
          {label} · {host} · opens in a new tab
        </span>
      </span>
    </a>
  );
};
