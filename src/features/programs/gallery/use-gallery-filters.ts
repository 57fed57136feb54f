import { PROGRAM_KINDS, type Program } from '../../../domain/programs/program.ts';
import { useAddressState } from '../../../ui/address-state.ts';

interface GalleryFilters {
  text: string;
  kind: Program['kind'] | 'all';
  /** From 0. */
  page: number;
  setText: (text: string) => void;
  setKind: (kind: Program['kind'] | 'all') => void;
  setPage: (page: number) => void;
}

/** In an address, the second page is 2. */
const ADDRESS = ['q', 'kind', 'page'] as const;

/** What a search may be long, and how many pages there may be, as the server has it. */
export const GALLERY_SEARCH_MAX_LENGTH = 200;
const PAGES_MAX = 100_000;

/** The filters of the gallery. Another search begins with its first page. */
export const useGalleryFilters = (): GalleryFilters => {
  const [{ q = '', kind, page = '' }, setAddress] = useAddressState(ADDRESS);
  return {
    text: q.slice(0, GALLERY_SEARCH_MAX_LENGTH),
    kind: PROGRAM_KINDS.find((known) => known === kind) ?? 'all',
    page: /^[1-9]\d{0,5}$/.test(page) && Number(page) <= PAGES_MAX ? Number(page) - 1 : 0,
    setText: (text) => {
      setAddress({ q: text, page: undefined });
    },
    setKind: (to) => {
      setAddress({ kind: to === 'all' ? undefined : to, page: undefined });
    },
    setPage: (to) => {
      setAddress({ page: to === 0 ? undefined : String(to + 1) });
    },
  };
};
