import { useState } from 'react';
import { useTextDraft } from '../../../shared/drafts/use-form-draft.ts';
import { Form } from '../../../ui/Form.tsx';
import { Button } from '../../../ui/Button.tsx';
import { BUILT_IN_TYPES, type CustomActivityType, TYPE_NAME_LIMIT } from '../../../domain/activities/activity.ts';
import { GOAL_LABELS } from '../../../domain/goals/weekly-goals.ts';
import {
  getOrAddCustomActivityType,
  getCustomActivityTypes,
  removeCustomActivityType,
} from '../../../data/activities/activity-types.ts';
import { restoreRow } from '../../../store/write.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { ActivityTypeBadge } from '../../../shared/activities/ActivityTypeBadge.tsx';
import { trySave, withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { TextField } from '../../../ui/Fields.tsx';
import { REJECTED_LABEL, useIsRejected } from '../../../shared/sync/rejected-row.tsx';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { showUndoToast } from '../../../ui/toast.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import { normalLabel } from '../../../domain/values/text.ts';
import { typeNameError } from './validation.ts';
import { formatName } from '../../../ui/format-name.ts';
import styles from './ActivityTypesScreen.module.css';

/** The built-in activity types and the person's own. */
export const ActivityTypesScreen = () => {
  const types = useLiveQuery(getCustomActivityTypes, []);
  const phone = useIsPhone();
  return (
    <Page>
      <PageHeader
        title="Activity types"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        detail="Add your own alongside the ones that count towards goals."
      />
      <Section title="Your own">
        <AddCustomTypeForm existing={types ?? []} />
        {!types ? (
          <SkeletonRows count={2} />
        ) : types.length === 0 ? (
          <SyncedEmptyState>Add types for your own work, such as demo, site visit or training.</SyncedEmptyState>
        ) : (
          <ListRows label="Your own types">
            {types.map((type) => (
              <CustomTypeRow key={type.id} type={type} />
            ))}
          </ListRows>
        )}
      </Section>
      <Section title="Built in">
        <ListRows label="Built-in types">
          {BUILT_IN_TYPES.map(({ key, label, goal }) => (
            <ListRow
              key={key}
              leading={<ActivityTypeBadge type={key} />}
              title={label}
              detail={goal && `Counts towards ${GOAL_LABELS[goal].toLowerCase()}`}
            />
          ))}
        </ListRows>
      </Section>
    </Page>
  );
};

const CustomTypeRow = ({ type }: { type: CustomActivityType }) => {
  const db = useDatabase();
  const remove = async () => {
    const removed = await trySave(() => removeCustomActivityType(db, type.id));
    if (!removed) return;
    showUndoToast(
      `Removed “${type.type_name}”. Activities of this type keep it.`,
      () => void withSaveErrorToast(() => restoreRow(db, 'program_custom_activity_types', type)),
    );
  };
  return (
    <ListRow
      leading={<ActivityTypeBadge type={type.type_name} />}
      title={type.type_name}
      detail={useIsRejected(type.id) && REJECTED_LABEL}
      trailing={
        <Button
          variant="subtle"
          color="gray"
          onClick={() => remove()}
          aria-label={`Remove ${formatName(type.type_name)}`}
        >
          Remove
        </Button>
      }
    />
  );
};

const AddCustomTypeForm = ({ existing }: { existing: readonly CustomActivityType[] }) => {
  const db = useDatabase();
  const [name, setName] = useTextDraft('activity-type');
  const [errorMessage, setErrorMessage] = useState<string | null>(null);
  const add = async (): Promise<void> => {
    const error = typeNameError(name, existing);
    setErrorMessage(error);
    if (error !== null) return;
    const added = await trySave(() => getOrAddCustomActivityType(db, name));
    if (added) setName('');
  };
  return (
    <Form className={styles.add} onSubmit={add}>
      <TextField
        aria-label="Name of the new type"
        placeholder="Name of a new type"
        autoComplete="off"
        className={styles.name ?? ''}
        value={name}
        error={errorMessage}
        description={
          name.length > TYPE_NAME_LIMIT - 10 ? `${normalLabel(name).length} of ${TYPE_NAME_LIMIT} characters` : null
        }
        inputWrapperOrder={['input', 'description', 'error']}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setErrorMessage(null);
        }}
      />
      <Button type="submit">Add</Button>
    </Form>
  );
};
