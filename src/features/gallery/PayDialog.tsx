import { useEffect } from 'react';
import type { Enrollment } from '../../domain/program.ts';
import { askWhereToPay } from '../../remote/gallery.ts';
import { useAskedAnew } from '../../remote/use-asked-anew.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { Dialog } from '../../ui/ConfirmDialog.tsx';
import { RetryNotice } from '../../ui/RetryNotice.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { WayToPay } from './WayToPay.tsx';
import { whyNotTaken } from './words.ts';

/** Where to pay for a program that waits for it. */
export const PayDialog = ({ enrollment, onClose }: { enrollment: Enrollment; onClose: () => void }) => {
  const { syncNow } = useProgramSync();
  const answer = useAskedAnew({
    key: ['where-to-pay', enrollment.id],
    read: () => askWhereToPay(enrollment.id),
  });
  const isOver = answer.data !== undefined && answer.data.status !== 'pending';
  useEffect(() => {
    if (isOver) void syncNow();
  }, [isOver, syncNow]);
  return (
    <Dialog opened title={`Pay for “${enrollment.program_title}”`} onClose={onClose}>
      <p>Its tasks come as soon as it is paid for, or your coach has confirmed it.</p>
      <div role="status">
        {answer.error && !answer.isFetching ? (
          <RetryNotice
            title="Where to pay could not be found out."
            problem={whyNotTaken(answer.error, 'It waits for you.')}
            onRetry={() => void answer.refetch()}
          />
        ) : !answer.data || answer.isFetching ? (
          <SkeletonRows count={1} />
        ) : isOver ? (
          <p>{answer.data.status === 'active' ? 'This is done: its tasks are on their way.' : 'It has ended.'}</p>
        ) : (
          <WayToPay payment={answer.data.payment} />
        )}
      </div>
    </Dialog>
  );
};
