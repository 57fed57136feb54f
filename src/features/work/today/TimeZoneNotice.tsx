import { Group } from '@mantine/core';
import { Button } from '../../../ui/Button.tsx';
import { type ZoneDifference, zoneLabel } from '../../../domain/calendar/time-zones.ts';
import { updateProfile } from '../../../data/profile/profile.ts';
import { dismissZone } from '../../../data/profile/zone-question.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatWeekdayName } from '../../../ui/format.ts';
import { showToast } from '../../../ui/toast.tsx';

/** Says whose day counts, and asks once for each zone whether the person's days shall follow the device. */
export const TimeZoneNotice = ({ profile, device }: ZoneDifference) => {
  const db = useDatabase();
  const isOtherDay = profile.date !== device.date;
  const day = (date: string) => (isOtherDay ? `, where it is ${formatWeekdayName(date)}` : '');
  const profileLabel = zoneLabel(profile.zone);
  const deviceLabel = zoneLabel(device.zone);
  const follow = () =>
    withSaveErrorToast(async () => {
      await updateProfile(db, { time_zone: device.zone });
      showToast(`Your days now follow ${deviceLabel} time.`);
    });
  return (
    <ErrorNotice
      tone="info"
      title={`Your day follows ${profileLabel} time${day(profile.date)}.`}
      action={
        <Group gap="sm">
          <Button variant="default" size="compact-md" onClick={() => follow()}>
            {`Change to ${deviceLabel} time`}
          </Button>
          <Button
            variant="subtle"
            size="compact-md"
            onClick={() => withSaveErrorToast(() => dismissZone(db, device.zone))}
          >
            {`Keep ${profileLabel} time`}
          </Button>
        </Group>
      }
    >
      {`This device is on ${deviceLabel} time${day(device.date)}.`}
    </ErrorNotice>
  );
};
