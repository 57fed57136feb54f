import { create } from 'zustand';
import type { Program } from '../../domain/program.ts';

interface GalleryView {
  text: string;
  kind: Program['kind'] | 'all';
  /** From 0. */
  page: number;
  setText: (text: string) => void;
  setKind: (kind: Program['kind'] | 'all') => void;
  setPage: (page: number) => void;
}

/** What is looked for stays while one looks at a program and comes back. */
export const useGalleryView = create<GalleryView>()((set) => ({
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
