import { useState } from 'react';

/** A sheet about something, which it still shows while it closes. */
export interface SheetState<About> {
  about: About | undefined;
  opened: boolean;
  open: (about: About) => void;
  close: () => void;
}

export const useSheet = <About>(): SheetState<About> => {
  const [state, setState] = useState<{ about: About | undefined; opened: boolean }>({
    about: undefined,
    opened: false,
  });
  return {
    ...state,
    open: (about) => {
      setState({ about, opened: true });
    },
    close: () => {
      setState(({ about }) => ({ about, opened: false }));
    },
  };
};
