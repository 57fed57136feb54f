import type { ReactNode } from 'react';
import { useForgetDraft } from '../../../shared/drafts/use-input-draft.ts';
import { ActionIcon, Button } from '../../../ui/Button.tsx';
import { IconPlus, IconTrash } from '../../../ui/icons.ts';
import styles from './Programs.module.css';
import { formatName } from '../../../ui/format-name.ts';

type RenderFields<Item> = (item: Item, update: (part: Partial<Item>) => Promise<unknown>, index: number) => ReactNode;

interface EditableListProps<Item> {
  label: string;
  hint: string;
  addLabel: string;
  items: readonly Item[];
  keyOf: (item: Item, index: number) => string;
  nameOf: (item: Item) => string;
  /** The names of the form drafts of its fields. */
  draftNamesOf: (item: Item) => readonly string[];
  create: (items: readonly Item[]) => Item;
  /** `change` gets the stored items: two fields may be saved at once. */
  save: (change: (items: readonly Item[]) => Item[]) => Promise<unknown>;
  /** Two fields in one line. */
  children: RenderFields<Item>;
  /** Fields below them, each in its own line. */
  wideFields?: RenderFields<Item>;
}

/** Items with fields that save themselves; items are added at the end and removed. */
export const EditableList = <Item,>({
  label,
  hint,
  addLabel,
  items,
  keyOf,
  nameOf,
  draftNamesOf,
  create,
  save,
  children,
  wideFields,
}: EditableListProps<Item>) => {
  const forgetDraft = useForgetDraft();
  // A failed save has shown its own message.
  const saveItems = (change: (items: readonly Item[]) => Item[]) => save(change).catch(() => undefined);
  return (
    <div className={styles.group} role="group" aria-label={label}>
      <span className={styles.groupTitle}>{label}</span>
      <span className={styles.quiet}>{hint}</span>
      {items.map((item, index) => {
        const update = (part: Partial<Item>) =>
          save((stored) => stored.map((one, at) => (at === index ? { ...one, ...part } : one)));
        return (
          <div className={styles.entry} key={keyOf(item, index)}>
            {children(item, update, index)}
            <ActionIcon
              className={styles.entryRemove ?? ''}
              aria-label={`Remove ${formatName(nameOf(item))}`}
              onClick={() => {
                for (const name of draftNamesOf(item)) forgetDraft(name);
                return saveItems((stored) => stored.filter((_, at) => at !== index));
              }}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
            {wideFields?.(item, update, index)}
          </div>
        );
      })}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => saveItems((stored) => [...stored, create(stored)])}
        >
          {addLabel}
        </Button>
      </div>
    </div>
  );
};
