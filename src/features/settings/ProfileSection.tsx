import { Button, Stack } from '@mantine/core';
import { useForm } from 'react-hook-form';
import type { Profile } from '../../domain/profile.ts';
import { isTimeZone } from '../../domain/calendar.ts';
import { getProfile, updateProfile } from '../../store/profile.ts';
import { useLive, useStore } from '../../store/react.ts';
import { ChoiceField, TextField } from '../../ui/Fields.tsx';
import { Card, Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';

/** `undefined` while it is being read, `null` before the first sync has brought it. */
const readProfile = async (db: Parameters<typeof getProfile>[0]) => (await getProfile(db)) ?? null;

export const ProfileSection = () => {
  const profile = useLive(readProfile, []);
  return (
    <Section title="You">
      {profile === undefined && <SkeletonRows count={2} />}
      {profile === null && <Card>Your name and time zone will be here after the first sync.</Card>}
      {profile && <ProfileForm key={`${profile.display_name} ${profile.time_zone}`} profile={profile} />}
    </Section>
  );
};

const ROLE_NAMES = { rep: 'Rep', coach: 'Coach', admin: 'Admin' } as const;

const ProfileForm = ({ profile }: { profile: Profile }) => {
  const db = useStore();
  const { register, handleSubmit, formState } = useForm({
    defaultValues: { display_name: profile.display_name, time_zone: profile.time_zone },
  });
  const { errors, isDirty } = formState;

  const save = handleSubmit(async ({ display_name, time_zone }) => {
    await updateProfile(db, { display_name: display_name.trim(), time_zone });
    showToast('Saved.');
  });

  return (
    <Card>
      <form
        noValidate
        onSubmit={(event) => {
          void save(event);
        }}
      >
        <Stack gap="md">
          <TextField
            label="Name"
            description={`${profile.email} · ${ROLE_NAMES[profile.role]}`}
            autoComplete="name"
            maxLength={120}
            error={errors.display_name?.message}
            {...register('display_name', { validate: (name) => name.trim() !== '' || 'Enter your name.' })}
          />
          <ChoiceField
            label="Time zone"
            description="Decides when your day begins and ends."
            data={timeZones(profile.time_zone)}
            error={errors.time_zone?.message}
            {...register('time_zone', { validate: (zone) => isTimeZone(zone) || 'Choose a time zone.' })}
          />
          <Button type="submit" disabled={!isDirty} style={{ alignSelf: 'flex-start' }}>
            Save
          </Button>
        </Stack>
      </form>
    </Card>
  );
};

const timeZones = (current: string): { value: string; label: string }[] =>
  [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
    .sort()
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
