import { useState } from 'react';

/** The state of a sheet for one item. The item is kept while the sheet closes, so that its content stays. */
export interface SheetState<Item> {
  item: Item | undefined;
  opened: boolean;
  open: (item: Item) => void;
  close: () => void;
}

export const useSheet = <Item>(): SheetState<Item> => {
  const [state, setState] = useState<{ item: Item | undefined; opened: boolean }>({
    item: undefined,
    opened: false,
  });
  return {
    ...state,
    open: (item) => {
      setState({ item, opened: true });
    },
    close: () => {
      setState(({ item }) => ({ item, opened: false }));
    },
  };
};
