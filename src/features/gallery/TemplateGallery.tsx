import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { searchGallery } from '../../remote/gallery.ts';
import { useSession } from '../../remote/session.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { IconChevronLeft, IconChevronRight, IconLayoutList, IconSearch } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { KINDS } from '../../ui/program-words.ts';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useGalleryView } from './gallery-view.ts';
import styles from './Gallery.module.css';
import { OfferCard } from './OfferCard.tsx';

/** Programs that coaches have published for everybody. */
export const TemplateGallery = () => {
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const { text, kind, page, setText, setKind, setPage } = useGalleryView();
  const [typed] = useDebouncedValue(text.trim(), text.trim() === '' ? 0 : 300);
  const found = useKeptQuery({
    key: ['gallery', kind, String(page), typed],
    read: () => searchGallery(typed, page, kind === 'all' ? null : kind),
  });
  const isNarrowed = typed !== '' || kind !== 'all';
  return (
    <Page width="wide">
      <PageHeader
        title="Gallery"
        detail="Programs for everybody. Take one, and its tasks are in your days."
        {...(!isAdmin && { actions: <QuietLink to="/my-programs">My programs</QuietLink> })}
      />
      <div className={styles.filters} role="search" aria-label="Gallery">
        <TextField
          aria-label="Search programs"
          placeholder="Title, words or coach"
          type="search"
          maxLength={200}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Segmented label="Kind" value={kind} options={KIND_FILTERS} onChange={setKind} />
      </div>
      <AnswerState of={found} rows={6} />
      {found.data?.items.length === 0 && (
        <EmptyState icon={<IconLayoutList size={24} aria-hidden />}>
          {isNarrowed
            ? 'No program is like that. Try other words.'
            : 'There is nothing here yet. What coaches publish for everybody is here once an admin has let it in.'}
        </EmptyState>
      )}
      {found.data && found.data.items.length > 0 && (
        <ul className={styles.cards} aria-label="Programs">
          {found.data.items.map((offer) => (
            <OfferCard key={offer.version_id} offer={offer} />
          ))}
        </ul>
      )}
      {found.data && (page > 0 || found.data.more) && (
        <nav className={styles.pages} aria-label="Pages">
          <Button
            variant="default"
            disabled={page === 0}
            leftSection={<IconChevronLeft size={18} aria-hidden />}
            onClick={() => {
              goTo(page - 1);
            }}
          >
            Previous
          </Button>
          <span aria-live="polite">Page {page + 1}</span>
          <Button
            variant="default"
            disabled={!found.data.more}
            rightSection={<IconChevronRight size={18} aria-hidden />}
            onClick={() => {
              goTo(page + 1);
            }}
          >
            Next
          </Button>
        </nav>
      )}
    </Page>
  );

  function goTo(to: number) {
    setPage(to);
    window.scrollTo({ top: 0 });
  }
};

const KIND_FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'individual', label: KINDS.individual },
  { value: 'group', label: KINDS.group },
] as const;
