import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { VersionPreview } from '../../../domain/programs/version.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Enrollment } from '../../../domain/enrollments/enrollment.ts';
import { useSession } from '../../../api/session.ts';
import { getEnrollmentsInProgram, isOwnProgram } from '../../../data/enrollments/own-enrollments.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { OfflineHint } from '../../../shared/sync/OfflineHint.tsx';
import { formatDate } from '../../../ui/format.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { SelfStartSharingNote } from '../../../shared/programs/SharingNote.tsx';
import styles from './Gallery.module.css';
import { TemplateImportWizard } from './TemplateImportWizard.tsx';
import {
  PRICED_PROGRAM_MESSAGE,
  ADMIN_CANNOT_ENROLL_MESSAGE,
  NOT_APPROVED_MESSAGE,
} from '../../../shared/programs/offer-labels.ts';

const enrolledMessage = ({ status, start_date }: Enrollment, today: CalendarDate): string => {
  const date = formatDate(start_date, today);
  if (status === 'pending') return `You are enrolled from ${date}, awaiting payment.`;
  return start_date > today ? `You are enrolled, starting ${date}.` : `You started this on ${date}.`;
};

/** Starts a program, or says why the person cannot. */
export const StartProgram = ({ version, token }: { version: VersionPreview; token: string | undefined }) => {
  const today = useToday();
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const isOwn = useLiveQuery((db) => isOwnProgram(db, version.program_id), [version.program_id]);
  const enrollments = useLiveQuery((db) => getEnrollmentsInProgram(db, version.program_id), [version.program_id]);
  const [isWizardOpened, setWizardOpened] = useState(false);
  // A new key for each opening: the wizard starts at its first step.
  const [wizardKey, setWizardKey] = useState(0);

  if (isOwn === undefined || enrollments === undefined) return null;
  const unavailableMessage = isAdmin
    ? ADMIN_CANNOT_ENROLL_MESSAGE
    : isOwn
      ? null
      : version.price !== null
        ? PRICED_PROGRAM_MESSAGE
        : version.is_approved
          ? null
          : NOT_APPROVED_MESSAGE;
  if (unavailableMessage !== null)
    return (
      <ErrorNotice tone="info" title="You can’t start this program here.">
        {unavailableMessage}
      </ErrorNotice>
    );
  const latest = enrollments.at(-1);
  return (
    <div className={styles.start}>
      {latest && (
        <p className={styles.quiet}>
          {enrolledMessage(latest, today)} <QuietLink to="/my-programs">My programs</QuietLink>
        </p>
      )}
      <Button
        size="lg"
        variant={latest ? 'default' : 'filled'}
        aria-describedby="start-needs-connection"
        onClick={() => {
          setWizardKey(wizardKey + 1);
          setWizardOpened(true);
        }}
      >
        {latest ? 'Start again' : 'Start this program'}
      </Button>
      <OfflineHint id="start-needs-connection">Starting a program needs a connection.</OfflineHint>
      <SelfStartSharingNote />
      <TemplateImportWizard
        key={wizardKey}
        version={version}
        token={token}
        opened={isWizardOpened}
        onClose={() => {
          setWizardOpened(false);
        }}
      />
    </div>
  );
};
