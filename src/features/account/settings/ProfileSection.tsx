import { Stack } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { Form } from '../../../ui/Form.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DISPLAY_NAME_LIMIT, type Profile, ROLE_LABELS } from '../../../domain/profiles/profile.ts';
import { normalLabel } from '../../../domain/values/text.ts';
import { isTimeZone } from '../../../domain/calendar/calendar-date.ts';
import { getProfile, updateProfile } from '../../../data/profile/profile.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { SelectField, TextField } from '../../../ui/Fields.tsx';
import { Card, Section } from '../../../ui/Page.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { trySave } from '../../../shared/errors/with-save-error-toast.ts';
import { useFormDraft } from '../../../shared/drafts/use-form-draft.ts';
import { timeZoneOptions } from '../../../shared/fields/time-zone-options.ts';
import { DISPLAY_NAME_RULES } from '../../../shared/fields/form-rules.ts';

/** `null` before the first sync; the live query itself gives `undefined` while it reads. */
const readProfile = async (db: Parameters<typeof getProfile>[0]) => (await getProfile(db)) ?? null;

export const ProfileSection = () => {
  const profile = useLiveQuery(readProfile, []);
  return (
    <Section title="Profile">
      {profile === undefined && <SkeletonRows count={2} />}
      {profile === null && <Card>Your name and time zone appear here after the first sync.</Card>}
      {profile && <ProfileForm key={`${profile.display_name} ${profile.time_zone}`} profile={profile} />}
    </Section>
  );
};

const ProfileForm = ({ profile }: { profile: Profile }) => {
  const db = useDatabase();
  const form = useForm({
    defaultValues: { display_name: profile.display_name, time_zone: profile.time_zone },
  });
  const { register, handleSubmit, formState } = form;
  const clearDraft = useFormDraft('profile', form);
  const { errors } = formState;

  const save = handleSubmit(async ({ display_name, time_zone }) => {
    const isSaved = await trySave(() => updateProfile(db, { display_name: normalLabel(display_name), time_zone }));
    if (!isSaved) return;
    clearDraft();
    showToast('Saved.');
  });

  return (
    <Card>
      <Form onSubmit={save}>
        <Stack gap="md">
          <TextField
            label="Name"
            description={`${profile.email} · ${ROLE_LABELS[profile.role]}`}
            autoComplete="name"
            maxLength={DISPLAY_NAME_LIMIT}
            error={errors.display_name?.message}
            {...register('display_name', DISPLAY_NAME_RULES)}
          />
          <SelectField
            label="Time zone"
            description="Decides when your day begins and ends."
            data={timeZoneOptions(profile.time_zone)}
            error={errors.time_zone?.message}
            {...register('time_zone', { validate: (zone) => isTimeZone(zone) || 'Choose a time zone.' })}
          />
          <Button type="submit" style={{ alignSelf: 'flex-start' }}>
            Save
          </Button>
        </Stack>
      </Form>
    </Card>
  );
};
