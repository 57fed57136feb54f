import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { BUILT_IN_TYPES } from '../../domain/activity.ts';
import { GOAL_LABELS } from '../../domain/goals.ts';
import { type CustomActivityType, TYPE_NAME_LIMIT } from '../../domain/profile.ts';
import {
  addCustomActivityType,
  getCustomActivityTypes,
  removeCustomActivityType,
  restoreRow,
} from '../../store/program.ts';
import { useLive, useStore } from '../../store/react.ts';
import { ActivityTypeBadge } from '../../ui/ActivityTypeBadge.tsx';
import { attempt } from '../../ui/attempt.ts';
import { TextField } from '../../ui/Fields.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showUndo } from '../../ui/toast.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { nameProblem } from './name-problem.ts';
import styles from './TypesScreen.module.css';

/** The kinds of work that can be logged: the built-in ones and the person's own. */
export const TypesScreen = () => {
  const types = useLive(getCustomActivityTypes, []);
  const phone = usePhone();
  return (
    <Page>
      <PageHeader
        title="Activity types"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        detail="Add your own beside the ones that count towards goals."
      />
      <Section title="Your own">
        <AddType known={types ?? []} />
        {!types ? (
          <SkeletonRows count={2} />
        ) : types.length === 0 ? (
          <EmptyState>Demo, site visit, training: whatever your work has that the list below has not.</EmptyState>
        ) : (
          <Rows label="Your own types">
            {types.map((type) => (
              <OwnType key={type.id} type={type} />
            ))}
          </Rows>
        )}
      </Section>
      <Section title="Built in">
        <Rows label="Built-in types">
          {BUILT_IN_TYPES.map(({ key, label, goal }) => (
            <Row
              key={key}
              leading={<ActivityTypeBadge type={key} />}
              title={label}
              detail={goal && `Counts towards ${GOAL_LABELS[goal].toLowerCase()}`}
            />
          ))}
        </Rows>
      </Section>
    </Page>
  );
};

const OwnType = ({ type }: { type: CustomActivityType }) => {
  const db = useStore();
  const remove = async () => {
    const removed = await attempt(async () => {
      await removeCustomActivityType(db, type.id);
      return true;
    });
    if (!removed) return;
    showUndo(
      `Removed “${type.type_name}”. Activities of this type keep it.`,
      () => void attempt(() => restoreRow(db, 'program_custom_activity_types', type)),
    );
  };
  return (
    <Row
      leading={<ActivityTypeBadge type={type.type_name} />}
      title={type.type_name}
      trailing={
        <Button variant="subtle" color="gray" onClick={() => void remove()} aria-label={`Remove ${type.type_name}`}>
          Remove
        </Button>
      }
    />
  );
};

const AddType = ({ known }: { known: readonly CustomActivityType[] }) => {
  const db = useStore();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    const found = nameProblem(name, known);
    setProblem(found);
    if (found !== null) return;
    const added = await attempt(async () => {
      await addCustomActivityType(db, name);
      return true;
    });
    if (added) setName('');
  };
  return (
    <form className={styles.add} onSubmit={(event) => void add(event)} noValidate>
      <TextField
        aria-label="Name of the new type"
        placeholder="Name of a new type"
        autoComplete="off"
        className={styles.name ?? ''}
        value={name}
        error={problem}
        description={
          name.length > TYPE_NAME_LIMIT - 10 ? `${name.trim().length} of ${TYPE_NAME_LIMIT} characters` : null
        }
        inputWrapperOrder={['input', 'description', 'error']}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <Button type="submit">Add</Button>
    </form>
  );
};
