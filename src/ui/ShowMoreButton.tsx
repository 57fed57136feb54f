import { Button } from '@mantine/core';
import { useState } from 'react';
import { plural } from './format.ts';

interface ShownCount {
  count: number;
  showMore: () => void;
  /** Shows only the first page again, for another list. */
  reset: () => void;
}

/** How many items of a list are shown: `initial` first, and `step` more each time. */
export const useShownCount = ({ initial, step }: { initial: number; step: number }): ShownCount => {
  const [count, setCount] = useState(initial);
  return {
    count,
    showMore: () => {
      setCount(count + step);
    },
    reset: () => {
      setCount(initial);
    },
  };
};

interface ShowMoreButtonProps {
  /** How many items are not shown; without any there is no button. */
  remaining: number;
  /** The singular and the plural: `['person', 'people']`. */
  unit: readonly [string, string];
  onClick: () => void;
}

export const ShowMoreButton = ({ remaining, unit, onClick }: ShowMoreButtonProps) =>
  remaining > 0 && (
    <Button variant="default" onClick={onClick}>
      Show more ({plural(remaining, ...unit)} left)
    </Button>
  );
