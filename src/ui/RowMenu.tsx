import { type ReactNode, Suspense, useState } from 'react';
import { formatName } from './format-name.ts';
import { lazyComponent } from './lazy-component.tsx';
import { MissingOverlay } from './MissingCode.tsx';
import { RowMenuButton } from './RowMenuButton.tsx';
import { useAction } from './use-action.ts';

export interface RowMenuItem {
  label: string;
  icon: ReactNode;
  /** Runs once until the promise that it returns has settled. */
  onSelect: () => unknown;
  danger?: boolean;
}

export interface RowMenuProps {
  /** The title of the row: "Call with Anna". */
  subject: string;
  items: readonly RowMenuItem[];
  /** -1 where Tab passes it, because arrow keys lead to its row. */
  tabIndex?: 0 | -1;
}

const LoadedRowMenu = lazyComponent<
  RowMenuProps & { onSelect: (item: RowMenuItem) => void; portalTarget: HTMLElement; onClose: () => void }
>(async () => (await import('./LoadedRowMenu.tsx')).LoadedRowMenu, MissingOverlay);

/**
 * The menu of a row. Until it is first opened only its button is mounted: a menu for each row would cost a list
 * more than its rows do.
 */
export const RowMenu = ({ subject: name, items, tabIndex = 0 }: RowMenuProps) => {
  const subject = formatName(name);
  const { run: select } = useAction((item: RowMenuItem) => item.onSelect());
  const [portalTarget, setPortalTarget] = useState<HTMLElement | null>(null);
  const button = (
    <RowMenuButton
      subject={subject}
      tabIndex={tabIndex}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={(event) => {
        setPortalTarget(event.currentTarget.closest('main') ?? document.body);
      }}
    />
  );
  if (!portalTarget) return button;
  return (
    <Suspense fallback={button}>
      <LoadedRowMenu
        subject={subject}
        items={items}
        tabIndex={tabIndex}
        onSelect={select}
        portalTarget={portalTarget}
        onClose={() => {
          setPortalTarget(null);
        }}
      />
    </Suspense>
  );
};
