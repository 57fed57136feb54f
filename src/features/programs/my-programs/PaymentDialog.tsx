import { useEffect } from 'react';
import type { Enrollment } from '../../../domain/enrollments/enrollment.ts';
import { getPaymentLink } from '../../../data/programs/join-cohort.ts';
import { useFreshQuery } from '../../../api/use-fresh-query.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { formatName } from '../../../ui/format-name.ts';
import { Dialog } from '../../../ui/ConfirmDialog.tsx';
import { RetryNotice } from '../../../shared/queries/RetryNotice.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { PaymentLink } from '../../../shared/programs/PaymentLink.tsx';
import { enrollmentErrorMessage } from '../../../shared/programs/use-enrollment-mutation.ts';

/** Links to the payment page of a pending enrollment. */
export const PaymentDialog = ({ enrollment, onClose }: { enrollment: Enrollment; onClose: () => void }) => {
  const { syncNow } = useProgramSync();
  const paymentQuery = useFreshQuery({
    key: ['payment-link', enrollment.id],
    read: () => getPaymentLink(enrollment.id),
  });
  const isSettled = paymentQuery.data !== undefined && paymentQuery.data.status !== 'pending';
  useEffect(() => {
    if (isSettled) void syncNow();
  }, [isSettled, syncNow]);
  return (
    <Dialog opened title={`Pay for “${formatName(enrollment.program_title)}”`} onClose={onClose}>
      <p>Tasks appear once payment is received or your coach confirms it.</p>
      <div role="status">
        {paymentQuery.error && !paymentQuery.isFetching ? (
          <RetryNotice
            title="Couldn’t load the payment details."
            message={enrollmentErrorMessage(paymentQuery.error, 'Your enrollment is kept.')}
            onRetry={() => paymentQuery.refetch()}
          />
        ) : !paymentQuery.data || paymentQuery.isFetching ? (
          <SkeletonRows count={1} />
        ) : isSettled ? (
          <p>
            {paymentQuery.data.status === 'active'
              ? 'Payment is confirmed. Its tasks are being added.'
              : 'This enrollment has ended.'}
          </p>
        ) : (
          <PaymentLink payment={paymentQuery.data.payment} />
        )}
      </div>
    </Dialog>
  );
};
