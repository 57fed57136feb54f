import { create } from 'zustand';

/** What is sought stays while one looks at a result and comes back. */
export const useSearchText = create<{ text: string; setText: (text: string) => void }>()((set) => ({
  text: '',
  setText: (text) => {
    set({ text });
  },
}));
