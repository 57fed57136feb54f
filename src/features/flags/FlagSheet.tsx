import '@mantine/core/styles/Checkbox.layer.css';
import { Button, Checkbox, Group } from '@mantine/core';
import { useId, useState } from 'react';
import { type FeatureFlag, type FlagAudience, NAMED_PEOPLE_LIMIT } from '../../domain/flags.ts';
import { ROLES } from '../../domain/profile.ts';
import { NumberField } from '../../ui/Fields.tsx';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { showToast } from '../../ui/toast.tsx';
import { describeAudience, parsePercentage, ROLE_LABELS } from './audience.ts';
import styles from './Flags.module.css';
import { NamedPeople } from './NamedPeople.tsx';
import { useSetFlag, whyFlagNotSaved } from './use-flags.ts';

interface FlagSheetProps {
  /** The flag that is edited, or was last. */
  flag: FeatureFlag | undefined;
  opened: boolean;
  onClose: () => void;
}

/** Whom one flag is on for; saved by hand, since it reaches many people at once. */
export const FlagSheet = ({ flag, opened, onClose }: FlagSheetProps) => {
  const formId = useId();
  const save = useSetFlag(({ flag: { name }, audience }) => {
    showToast(`${name} is saved: ${describeAudience(audience).toLowerCase()}.`);
    onClose();
  });
  return (
    <Sheet
      opened={opened}
      onClose={() => {
        save.reset();
        onClose();
      }}
      title={flag?.name ?? 'Flag'}
      footer={
        <Button type="submit" form={formId} style={{ flex: 1 }} loading={save.isPending}>
          Save
        </Button>
      }
    >
      {flag && (
        <>
          <p>{flag.description}</p>
          {save.isError && <ErrorNotice title="Not saved.">{whyFlagNotSaved(save.error)}</ErrorNotice>}
          <FlagForm
            id={formId}
            flag={flag}
            onSave={(audience) => {
              save.mutate({ flag, audience });
            }}
          />
        </>
      )}
    </Sheet>
  );
};

interface FlagFormProps {
  id: string;
  flag: FeatureFlag;
  onSave: (audience: FlagAudience) => void;
}

/** It is mounted with each opening of its sheet, and so begins with the flag as it is. */
const FlagForm = ({ id, flag, onSave }: FlagFormProps) => {
  const [draft, setDraft] = useState<FlagAudience>(() => audienceOf(flag));
  const [typed, setTyped] = useState(flag.percentage === 0 ? '' : String(flag.percentage));
  const percentage = parsePercentage(typed);
  const change = (part: Partial<FlagAudience>) => {
    setDraft({ ...draft, ...part });
  };
  return (
    <>
      <form
        id={id}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (percentage !== null) onSave({ ...draft, percentage });
        }}
      >
        <SwitchField
          label="On for everyone"
          checked={draft.everyone}
          onChange={(event) => {
            change({ everyone: event.currentTarget.checked });
          }}
        />
        {!draft.everyone && (
          <>
            <Checkbox.Group
              label="Roles"
              value={draft.roles}
              onChange={(roles) => {
                change({ roles: ROLES.filter((role) => roles.includes(role)) });
              }}
            >
              <Group gap="lg" mt={8}>
                {ROLES.map((role) => (
                  <Checkbox key={role} value={role} label={ROLE_LABELS[role]} />
                ))}
              </Group>
            </Checkbox.Group>
            <NumberField
              label="Percentage of everybody"
              description="Always the same people, and more of them as it grows."
              placeholder="0"
              value={typed}
              error={percentage === null && 'A whole number from 0 to 100.'}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
              }}
            />
          </>
        )}
      </form>
      {!draft.everyone && (
        <NamedPeople
          ids={draft.people}
          isFull={draft.people.length >= NAMED_PEOPLE_LIMIT}
          onChange={(people) => {
            change({ people });
          }}
        />
      )}
    </>
  );
};

const audienceOf = ({ everyone, roles, people, percentage }: FeatureFlag): FlagAudience => ({
  everyone,
  roles,
  people,
  percentage,
});
