import { lazy, type ReactNode, Suspense, useState } from 'react';
import { RowMenuDots } from './RowMenuDots.tsx';

export interface RowMenuItem {
  label: string;
  icon: ReactNode;
  onSelect: () => void;
  danger?: boolean;
}

export interface RowMenuProps {
  /** What the menu is about: "Call with Anna". */
  about: string;
  items: readonly RowMenuItem[];
}

const WorkingMenu = lazy(() => import('./WorkingRowMenu.tsx').then((module) => ({ default: module.WorkingRowMenu })));

/**
 * The three dots of a row, with what can be done with it. Until they are first pressed they are only dots: a
 * menu for each row would cost a list more than its rows do.
 */
export const RowMenu = ({ about, items }: RowMenuProps) => {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const dots = (
    <RowMenuDots
      about={about}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={(event) => {
        setPlace(event.currentTarget.closest('main') ?? document.body);
      }}
    />
  );
  if (!place) return dots;
  return (
    <Suspense fallback={dots}>
      <WorkingMenu about={about} items={items} place={place} />
    </Suspense>
  );
};
