import { create } from 'zustand';
import type { Program } from '../../../domain/programs/program.ts';

interface GalleryFilterState {
  text: string;
  kind: Program['kind'] | 'all';
  /** From 0. */
  page: number;
  setText: (text: string) => void;
  setKind: (kind: Program['kind'] | 'all') => void;
  setPage: (page: number) => void;
}

/** Outlives the screen, so that going back from a program shows the same results. */
export const useGalleryFilters = create<GalleryFilterState>()((set) => ({
  text: '',
  kind: 'all',
  page: 0,
  setText: (text) => {
    set({ text, page: 0 });
  },
  setKind: (kind) => {
    set({ kind, page: 0 });
  },
  setPage: (page) => {
    set({ page });
  },
}));
