import { useDebouncedValue } from '@mantine/hooks';
import { Button } from '../../../ui/Button.tsx';
import { searchGallery } from '../../../data/programs/gallery.ts';
import { useSession } from '../../../api/session.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { TextField } from '../../../ui/Fields.tsx';
import { IconChevronLeft, IconChevronRight, IconLayoutList, IconSearch } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { PROGRAM_KIND_LABELS } from '../../../shared/programs/program-labels.ts';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import { GALLERY_SEARCH_MAX_LENGTH, useGalleryFilters } from './use-gallery-filters.ts';
import styles from './Gallery.module.css';
import { OfferCard } from './OfferCard.tsx';

/** The approved programs that everybody may start. */
export const TemplateGallery = () => {
  const phone = useIsPhone();
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const { text, kind, page, setText, setKind, setPage } = useGalleryFilters();
  const [debouncedText] = useDebouncedValue(text.trim(), text.trim() === '' ? 0 : 300);
  const results = usePersistedQuery({
    key: ['gallery', kind, String(page), debouncedText],
    read: () => searchGallery(debouncedText, page, kind === 'all' ? null : kind),
  });
  const isFiltered = debouncedText !== '' || kind !== 'all';
  return (
    <Page width="wide">
      <PageHeader
        title="Gallery"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        detail="Programs for everyone. Start one, and its tasks are added to your days."
        {...(!isAdmin && { actions: <QuietLink to="/my-programs">My programs</QuietLink> })}
      />
      <div className={styles.filters} role="search" aria-label="Gallery">
        <TextField
          aria-label="Search programs"
          placeholder="Title, description or coach"
          type="search"
          maxLength={GALLERY_SEARCH_MAX_LENGTH}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Segmented label="Kind" value={kind} options={KIND_FILTERS} onChange={setKind} />
      </div>
      <QueryState query={results} skeletonRows={6} />
      {results.data?.items.length === 0 && (
        <EmptyState icon={<IconLayoutList size={24} aria-hidden />}>
          {isFiltered
            ? 'No programs match. Try other words or filters.'
            : 'No programs yet. Programs that coaches publish appear here once an admin approves them.'}
        </EmptyState>
      )}
      {results.data && results.data.items.length > 0 && (
        <ul className={styles.cards} aria-label="Programs">
          {results.data.items.map((offer) => (
            <OfferCard key={offer.version_id} offer={offer} />
          ))}
        </ul>
      )}
      {results.data && (page > 0 || results.data.more) && (
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
            disabled={!results.data.more}
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
  { value: 'individual', label: PROGRAM_KIND_LABELS.individual },
  { value: 'group', label: PROGRAM_KIND_LABELS.group },
] as const;
