import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Enrollment } from '../../domain/program.ts';
import { askWhereToPay } from '../../remote/gallery.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { Dialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { WayToPay } from './WayToPay.tsx';
import { whyNotTaken } from './words.ts';

/** Where to pay for a program that waits for it. */
export const PayDialog = ({ enrollment, onClose }: { enrollment: Enrollment; onClose: () => void }) => {
  const { syncNow } = useProgramSync();
  const answer = useQuery({
    queryKey: ['where-to-pay', enrollment.id],
    queryFn: () => askWhereToPay(enrollment.id),
    networkMode: 'always',
    retry: false,
    staleTime: 0,
    gcTime: 0,
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
          <ErrorNotice
            title="Where to pay could not be found out."
            action={
              <Button variant="default" size="compact-md" onClick={() => void answer.refetch()}>
                Try again
              </Button>
            }
          >
            {whyNotTaken(answer.error, 'It waits for you.')}
          </ErrorNotice>
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
