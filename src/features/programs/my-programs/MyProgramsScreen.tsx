import { useState } from 'react';
import { changeablePause, pausesOf } from '../../../domain/enrollments/pauses.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { PauseDialog } from '../../../shared/programs/PauseDialog.tsx';
import { ResumeDialog } from '../../../shared/programs/ResumeDialog.tsx';
import { formatName } from '../../../ui/format-name.ts';
import { endEnrollment } from '../../../data/enrollments/coached-enrollments.ts';
import { useMyCoaches } from '../../../data/enrollments/my-coaches.ts';
import { getEnrollmentsWithTasks } from '../../../data/enrollments/own-enrollments.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { IconLayoutList } from '../../../ui/icons.ts';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { ListRows } from '../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import { showToast } from '../../../ui/toast.tsx';
import type { Enrollment } from '../../../domain/enrollments/enrollment.ts';
import { type MyProgramAction, MyProgramRow } from './MyProgramRow.tsx';
import { DeletedPrograms } from './DeletedPrograms.tsx';
import { NewerVersionDialog } from './NewerVersionDialog.tsx';
import { PaymentDialog } from './PaymentDialog.tsx';
import { useEnrollmentMutation } from '../../../shared/programs/use-enrollment-mutation.ts';
import { OpenTasksChoice } from '../../../shared/coaching/OpenTasksChoice.tsx';
import { useNewerVersions } from './use-newer-versions.ts';

/** The person's enrollments on this device. */
export const MyProgramsScreen = () => {
  const phone = useIsPhone();
  const list = useLiveQuery(getEnrollmentsWithTasks, []);
  const coaches = useMyCoaches(
    list?.some(({ enrollment: { coach_id, user_id, status } }) => coach_id !== user_id && status !== 'ended') ?? false,
  );
  const newerVersions = useNewerVersions(list?.map(({ enrollment }) => enrollment) ?? []);
  const [openDialog, setOpenDialog] = useState<{ action: MyProgramAction; enrollment: Enrollment }>();
  const close = () => {
    setOpenDialog(undefined);
  };
  const { syncNow } = useProgramSync();
  const today = useToday();
  const pause = openDialog && changeablePause(pausesOf(openDialog.enrollment), today);
  const version = openDialog && newerVersions.get(openDialog.enrollment.id);
  return (
    <Page>
      <PageHeader
        title="My programs"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        actions={
          <>
            <QuietLink to="/my-programs/payments">Payments</QuietLink>
            <QuietLink to="/gallery">Gallery</QuietLink>
          </>
        }
      />
      {!list ? (
        <SkeletonRows count={3} />
      ) : list.length === 0 ? (
        <SyncedEmptyState
          icon={<IconLayoutList size={24} aria-hidden />}
          action={
            <ButtonLink to="/gallery" variant="default">
              Browse gallery
            </ButtonLink>
          }
        >
          You haven’t joined a program yet. Once you do, its tasks appear in your days automatically.
        </SyncedEmptyState>
      ) : (
        <ListRows label="My programs">
          {list.map((item) => (
            <MyProgramRow
              key={item.enrollment.id}
              item={item}
              coach={coaches.get(item.enrollment.id)}
              hasNewerVersion={newerVersions.has(item.enrollment.id)}
              onAction={(action) => {
                setOpenDialog({ action, enrollment: item.enrollment });
              }}
            />
          ))}
        </ListRows>
      )}
      <DeletedPrograms />
      {openDialog?.action === 'end' && <EndEnrollmentDialog enrollment={openDialog.enrollment} onClose={close} />}
      {openDialog?.action === 'pay' && <PaymentDialog enrollment={openDialog.enrollment} onClose={close} />}
      {openDialog?.action === 'pause' && (
        <PauseDialog
          enrollmentId={openDialog.enrollment.id}
          subject={`“${formatName(openDialog.enrollment.program_title)}”`}
          onClose={close}
          onDone={syncNow}
        />
      )}
      {openDialog?.action === 'resume' && pause && (
        <ResumeDialog
          enrollmentId={openDialog.enrollment.id}
          subject={`“${formatName(openDialog.enrollment.program_title)}”`}
          pause={pause}
          onClose={close}
          onDone={syncNow}
        />
      )}
      {openDialog?.action === 'move' && version && (
        <NewerVersionDialog enrollment={openDialog.enrollment} version={version} onClose={close} />
      )}
    </Page>
  );
};

const EndEnrollmentDialog = ({ enrollment, onClose }: { enrollment: Enrollment; onClose: () => void }) => {
  const { syncNow } = useProgramSync();
  const { id, program_title, coach_id, user_id } = enrollment;
  const [removesTasks, setRemovesTasks] = useState(false);
  const end = useEnrollmentMutation({
    mutate: () => endEnrollment(id, removesTasks),
    errorDetail: `You are still enrolled in “${program_title}”.`,
    onDone: () => {
      onClose();
      showToast(`You left “${program_title}”.`);
      void syncNow();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={`Leave “${program_title}”?`}
      confirmLabel="Leave program"
      danger
      busy={end.isPending}
      onClose={onClose}
      onConfirm={() => end.mutate(undefined)}
    >
      You get no new tasks from it. {coach_id !== user_id && 'Your coach can no longer see your progress with it. '}
      <OpenTasksChoice removes={removesTasks} onChange={setRemovesTasks} />
    </ConfirmDialog>
  );
};
