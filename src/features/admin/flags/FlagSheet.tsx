import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox, Group } from '@mantine/core';
import { useState } from 'react';
import { type FeatureFlag, type FlagAudience, FLAG_PEOPLE_LIMIT } from '../../../domain/flags/feature-flags.ts';
import { ROLE_PLURAL_LABELS, ROLES } from '../../../domain/profiles/profile.ts';
import { NumberField } from '../../../ui/Fields.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { describeAudience, parsePercentage, reachOf } from './audience.ts';
import { flagConsequence, flagLabel } from './labels.ts';
import { flagErrorMessage } from './messages.ts';
import { NamedPeople } from './NamedPeople.tsx';
import { useForgetFlagInput, useFlagInput } from './use-flag-input.ts';
import { useSetFlag } from './use-flags.ts';

interface FlagSheetProps {
  /** The flag that is edited; the last one while the sheet closes. */
  flag: FeatureFlag | undefined;
  opened: boolean;
  onClose: () => void;
}

/** Edits whom a flag is on for. Saved only by its button, because it affects many people at once. */
export const FlagSheet = ({ flag, opened, onClose }: FlagSheetProps) => {
  const forgetInput = useForgetFlagInput();
  const save = useSetFlag(({ flag: { name }, audience }) => {
    forgetInput(name);
    showToast(`Saved “${flagLabel(name)}”: ${describeAudience(audience).toLowerCase()}.`);
    onClose();
  });
  return (
    <Sheet
      opened={opened}
      onClose={() => {
        save.reset();
        if (flag) forgetInput(flag.name);
        onClose();
      }}
      title={flag ? flagLabel(flag.name) : 'Flag'}
    >
      {flag && <FlagForm flag={flag} save={save} />}
    </Sheet>
  );
};

interface FlagFormProps {
  flag: FeatureFlag;
  save: ReturnType<typeof useSetFlag>;
}

/** The sheet mounts it at each opening, so that its state starts from the flag. */
const FlagForm = ({ flag, save }: FlagFormProps) => {
  const [draft, setDraft] = useState<FlagAudience>(() => audienceOf(flag));
  const { percentageText, email, changeInput } = useFlagInput(flag);
  const isEmailPending = email.trim() !== '';
  const [wasBlocked, setBlocked] = useState(false);
  const percentage = parsePercentage(percentageText);
  const [isAsking, setAsking] = useState(false);
  const audience: FlagAudience | null = percentage === null ? null : { ...draft, percentage };
  const isOnForAll = audience !== null && reachOf(audience) === 'everyone';
  // For everybody at once: that is asked about first.
  const isForAll = audience !== null && isOnForAll !== (reachOf(flag) === 'everyone');
  const submit = () => (audience ? save.mutate({ flag, audience }) : undefined);
  const change = (part: Partial<FlagAudience>) => {
    setDraft({ ...draft, ...part });
  };
  return (
    <SheetForm
      submitLabel="Save"
      isSubmitting={save.isPending}
      onSubmit={() => {
        // An email that was typed is not dropped.
        const isBlocked = isEmailPending && !draft.everyone;
        setBlocked(isBlocked);
        if (isBlocked || audience === null) return undefined;
        if (!isForAll) return submit();
        setAsking(true);
        return undefined;
      }}
      after={
        <>
          {!draft.everyone && (
            <NamedPeople
              ids={draft.people}
              isFull={draft.people.length >= FLAG_PEOPLE_LIMIT}
              email={email}
              onEmailChange={(text) => {
                changeInput({ email: text });
              }}
              isAddMissing={wasBlocked && isEmailPending}
              onChange={(people) => {
                change({ people });
              }}
            />
          )}
          <ConfirmDialog
            opened={isAsking}
            title={
              isOnForAll
                ? `Turn on “${flagLabel(flag.name)}” for everyone?`
                : `No longer turn on “${flagLabel(flag.name)}” for everyone?`
            }
            confirmLabel={isOnForAll ? 'Turn on for everyone' : 'Turn off'}
            danger={!isOnForAll}
            onClose={() => {
              setAsking(false);
            }}
            onConfirm={() => {
              setAsking(false);
              return submit();
            }}
          >
            {!isOnForAll && audience !== null && reachOf(audience) === 'some' && (
              <p>{`It stays on for: ${describeAudience(audience)}. For all others:`}</p>
            )}
            {flagConsequence(flag.name, isOnForAll)}
          </ConfirmDialog>
        </>
      }
    >
      <p>{flag.description}</p>
      {save.isError && <ErrorNotice title="Not saved.">{flagErrorMessage(save.error)}</ErrorNotice>}
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
                <Checkbox key={role} value={role} label={ROLE_PLURAL_LABELS[role]} />
              ))}
            </Group>
          </Checkbox.Group>
          <NumberField
            label="Percentage of everyone"
            description="The same people stay included when you raise it."
            placeholder="0"
            value={percentageText}
            error={percentage === null && 'Enter a whole number from 0 to 100.'}
            onChange={(event) => {
              changeInput({ percentageText: event.currentTarget.value });
            }}
          />
        </>
      )}
    </SheetForm>
  );
};

const audienceOf = ({ everyone, roles, people, percentage }: FeatureFlag): FlagAudience => ({
  everyone,
  roles,
  people,
  percentage,
});
