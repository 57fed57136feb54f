import { create } from 'zustand';
import type { CalendarDate } from '../domain/calendar.ts';

/** What a new activity is about, where the screen that asks for it knows. */
export interface QuickLogPreset {
  date?: CalendarDate;
  lead_id?: string;
}

interface QuickLogState {
  opened: boolean;
  preset: QuickLogPreset;
  close: () => void;
}

/** Whether the quick-log sheet is open, and with what. Every screen may open it; the shell shows it. */
export const useQuickLog = create<QuickLogState>()((set) => ({
  opened: false,
  preset: {},
  close: () => {
    set({ opened: false, preset: {} });
  },
}));

export const openQuickLog = (preset: QuickLogPreset = {}): void => {
  useQuickLog.setState({ opened: true, preset });
};
