import { useState } from 'react';
import { endEnrollment } from '../../remote/enrollments.ts';
import { enrollmentsWithTasks } from '../../store/enrollments.ts';
import { useLive } from '../../store/react.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { IconLayoutList } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { Enrollment } from '../../domain/program.ts';
import { type MyProgramDeed, MyProgramRow } from './MyProgramRow.tsx';
import { NewerVersionDialog } from './NewerVersionDialog.tsx';
import { PayDialog } from './PayDialog.tsx';
import { useDeed } from './use-deed.ts';
import { useNewerVersions } from './use-newer-versions.ts';

/** The programs that the person takes or took, as this device knows them. */
export const MyProgramsScreen = () => {
  const list = useLive(enrollmentsWithTasks, []);
  const newer = useNewerVersions(list?.map(({ enrollment }) => enrollment) ?? []);
  const [asked, setAsked] = useState<{ deed: MyProgramDeed; enrollment: Enrollment }>();
  const close = () => {
    setAsked(undefined);
  };
  const version = asked && newer.get(asked.enrollment.id);
  return (
    <Page>
      <PageHeader title="My programs" actions={<QuietLink to="/gallery">Gallery</QuietLink>} />
      {!list ? (
        <SkeletonRows count={3} />
      ) : list.length === 0 ? (
        <EmptyState
          icon={<IconLayoutList size={24} aria-hidden />}
          action={
            <ButtonLink to="/gallery" variant="default">
              Look into the gallery
            </ButtonLink>
          }
        >
          You take no program yet. The tasks of one that you take are in your days by themselves.
        </EmptyState>
      ) : (
        <Rows label="My programs">
          {list.map((item) => (
            <MyProgramRow
              key={item.enrollment.id}
              item={item}
              hasNewerVersion={newer.has(item.enrollment.id)}
              onAsk={(deed) => {
                setAsked({ deed, enrollment: item.enrollment });
              }}
            />
          ))}
        </Rows>
      )}
      {asked?.deed === 'end' && <EndDialog enrollment={asked.enrollment} onClose={close} />}
      {asked?.deed === 'pay' && <PayDialog enrollment={asked.enrollment} onClose={close} />}
      {asked?.deed === 'move' && version && (
        <NewerVersionDialog enrollment={asked.enrollment} version={version} onClose={close} />
      )}
    </Page>
  );
};

const EndDialog = ({ enrollment, onClose }: { enrollment: Enrollment; onClose: () => void }) => {
  const { syncNow } = useProgramSync();
  const { id, program_title, coach_id, user_id } = enrollment;
  const end = useDeed({
    work: () => endEnrollment(id),
    kept: `“${program_title}” goes on.`,
    done: () => {
      onClose();
      showToast(`“${program_title}” has ended.`);
      void syncNow();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={`End “${program_title}”?`}
      confirmLabel="End it"
      danger
      busy={end.isPending}
      onClose={onClose}
      onConfirm={() => {
        end.mutate(undefined);
      }}
    >
      No new tasks come of it. {coach_id !== user_id && 'Its coach does not see any more how you get on. '}
      The tasks that are in your days stay there, done or not.
    </ConfirmDialog>
  );
};
