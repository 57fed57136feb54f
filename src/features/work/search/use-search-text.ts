import { create } from 'zustand';

/** Outlives the screen, so that going back from a result shows the results again. */
export const useSearchText = create<{ text: string; setText: (text: string) => void }>()((set) => ({
  text: '',
  setText: (text) => {
    set({ text });
  },
}));
