import { create } from 'zustand';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';

/** What a new activity starts with. */
export interface QuickLogPreset {
  date?: CalendarDate;
  lead_id?: string;
}

/** The name of the sheet's history entry, at which it opens again. */
export const QUICK_LOG = 'quick-log';

interface QuickLogState {
  opened: boolean;
  preset: QuickLogPreset;
  close: () => void;
}

/** Any screen may open the quick-log sheet of the shell. */
export const useQuickLogStore = create<QuickLogState>()((set) => ({
  opened: false,
  preset: {},
  close: () => {
    set({ opened: false, preset: {} });
  },
}));

export const openQuickLog = (preset: QuickLogPreset = {}): void => {
  useQuickLogStore.setState({ opened: true, preset });
};
