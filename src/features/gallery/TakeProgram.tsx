import { Button } from '@mantine/core';
import { useState } from 'react';
import type { VersionPreview } from '../../domain/program-version.ts';
import { useSession } from '../../remote/session.ts';
import { enrollmentsInProgram, isOwnProgram } from '../../store/enrollments.ts';
import { useLive, useToday } from '../../store/react.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { formatDate } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import styles from './Gallery.module.css';
import { TemplateImportWizard } from './TemplateImportWizard.tsx';
import { COACH_ENROLLS, FOR_WORKERS, NOT_APPROVED } from './words.ts';

/** The way into a program, or why there is none. */
export const TakeProgram = ({ version, token }: { version: VersionPreview; token: string | undefined }) => {
  const today = useToday();
  const { isOnline } = useProgramSync();
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const isOwn = useLive((db) => isOwnProgram(db, version.program_id), [version.program_id]);
  const taken = useLive((db) => enrollmentsInProgram(db, version.program_id), [version.program_id]);
  const [isTaking, setTaking] = useState(false);
  // A wizard of its own each time: it begins at its first step.
  const [round, setRound] = useState(0);

  if (isOwn === undefined || taken === undefined) return null;
  const whyNot = isAdmin
    ? FOR_WORKERS
    : isOwn
      ? null
      : version.price !== null
        ? COACH_ENROLLS
        : version.is_approved
          ? null
          : NOT_APPROVED;
  if (whyNot !== null)
    return (
      <ErrorNotice tone="info" title="You cannot take it here.">
        {whyNot}
      </ErrorNotice>
    );
  const latest = taken.at(-1);
  return (
    <div className={styles.take}>
      {latest && (
        <p className={styles.quiet}>
          {latest.start_date > today ? 'You have taken it, starting ' : 'You have taken it, since '}
          {formatDate(latest.start_date, today)}. <QuietLink to="/my-programs">My programs</QuietLink>
        </p>
      )}
      <Button
        size="lg"
        variant={latest ? 'default' : 'filled'}
        disabled={!isOnline}
        aria-describedby={isOnline ? undefined : 'take-needs-connection'}
        onClick={() => {
          setRound(round + 1);
          setTaking(true);
        }}
      >
        {latest ? 'Take it once more' : 'Take this program'}
      </Button>
      {!isOnline && (
        <p id="take-needs-connection" className={styles.quiet}>
          Taking a program needs a connection.
        </p>
      )}
      <TemplateImportWizard
        key={round}
        version={version}
        token={token}
        opened={isTaking}
        onClose={() => {
          setTaking(false);
        }}
      />
    </div>
  );
};
