import { useActionMutation } from '../../../shared/errors/use-action-mutation.ts';
import { Form } from '../../../ui/Form.tsx';
import { Button } from '../../../ui/Button.tsx';
import { isMaterializationStalled, isMaterializing, type Enrollment } from '../../../domain/enrollments/enrollment.ts';
import { type CohortInvitation, type EnrollResult, joinCohort } from '../../../data/programs/join-cohort.ts';
import { useSession } from '../../../api/session.ts';
import { getEnrollmentInCohort } from '../../../data/enrollments/own-enrollments.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { OfflineHint } from '../../../shared/sync/OfflineHint.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Card } from '../../../ui/Page.tsx';
import { ParameterInputs } from '../../../shared/programs/ParameterInputs.tsx';
import { useForgetParameterValues, useParameterValues } from '../../../shared/programs/use-parameter-values.ts';
import { priceLabel } from '../../../shared/programs/program-labels.ts';
import { CohortSharingNote } from '../../../shared/programs/SharingNote.tsx';
import { useNow } from '../../../ui/RelativeTime.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import styles from './JoinCohort.module.css';
import { MaterializeProgress } from '../../../shared/programs/MaterializeProgress.tsx';
import { useGoToFirstDay } from '../../../shared/programs/use-go-to-first-day.ts';
import { useMaterializingEnrollment } from '../../../shared/programs/use-materializing-enrollment.ts';
import { PaymentLink } from '../../../shared/programs/PaymentLink.tsx';
import { ADMIN_CANNOT_ENROLL_MESSAGE } from '../../../shared/programs/offer-labels.ts';
import { enrollmentErrorMessage } from '../../../shared/programs/use-enrollment-mutation.ts';

interface JoinCohortProps {
  token: string;
  invitation: CohortInvitation;
}

/** Joins a cohort, or shows the person's enrollment in it. */
export const JoinCohort = ({ token, invitation }: JoinCohortProps) => {
  const { program, start_date, is_open, cohort_id } = invitation;
  const goToFirstDay = useGoToFirstDay();
  const { syncNow } = useProgramSync();
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const enrollment = useLiveQuery(
    (db) => getEnrollmentInCohort(db, cohort_id).then((found) => found ?? null),
    [cohort_id],
  );
  const forgetValues = useForgetParameterValues(cohort_id);
  const join = useActionMutation({
    mutationFn: (values: Record<string, string>) => joinCohort(token, values),
    onSuccess: () => {
      forgetValues();
      void syncNow();
    },
  });
  if (isAdmin)
    return (
      <ErrorNotice tone="info" title="You can’t join.">
        {ADMIN_CANNOT_ENROLL_MESSAGE}
      </ErrorNotice>
    );
  if (enrollment === undefined) return null;

  const status = enrollment?.status === 'active' ? 'active' : (join.data?.status ?? enrollment?.status);
  const hasJoined = status === 'active' || status === 'pending';
  const joinWith = (values: Record<string, string>) => join.mutate(values);
  if (hasJoined && status === 'pending') {
    return (
      <PendingPayment joined={join.data} enrollment={enrollment} isBusy={join.isPending} onRequestPayment={joinWith} />
    );
  }
  if (hasJoined && join.data) {
    return (
      <Card>
        <MaterializeProgress
          enrollmentId={join.data.enrollmentId}
          lengthDays={program.length_days}
          isSelfEnrolled={false}
          onDone={() => {
            goToFirstDay(program, start_date);
          }}
        />
      </Card>
    );
  }
  if (hasJoined) return <AlreadyJoined enrollment={enrollment} />;
  if (enrollment?.ended_by === 'coach') {
    return (
      <ErrorNotice tone="info" title="You are no longer in this cohort.">
        The coach removed you. Contact them if you think this is a mistake.
      </ErrorNotice>
    );
  }
  if (!is_open) {
    return (
      <ErrorNotice tone="info" title="Enrollment is closed.">
        Ask the coach about the next cohort.
      </ErrorNotice>
    );
  }
  return (
    <JoinCohortForm invitation={invitation} isBusy={join.isPending} onJoin={joinWith}>
      {join.isError && (
        <ErrorNotice title="You haven’t joined.">
          {enrollmentErrorMessage(join.error, 'Your answers are still here.')}
        </ErrorNotice>
      )}
    </JoinCohortForm>
  );
};

interface JoinCohortFormProps {
  invitation: CohortInvitation;
  isBusy: boolean;
  onJoin: (values: Record<string, string>) => unknown;
  children: React.ReactNode;
}

const JoinCohortForm = ({
  invitation: { program, start_date, cohort_id },
  isBusy,
  onJoin,
  children,
}: JoinCohortFormProps) => {
  const today = useToday();
  const parameters = useParameterValues(program.parameters, cohort_id);
  return (
    <Card>
      <Form className={styles.form} onSubmit={() => (parameters.validate() ? onJoin(parameters.values) : undefined)}>
        <ParameterInputs {...parameters.inputs} />
        {program.price !== null && (
          <p>
            The price is <strong>{priceLabel(program)}</strong>. Tasks appear once payment is received or the coach
            confirms it.
          </p>
        )}
        {start_date < today && <p className={styles.quiet}>It has already started: you get its tasks from today on.</p>}
        {children}
        <Button type="submit" size="lg" fullWidth loading={isBusy} aria-describedby="join-needs-connection">
          Join cohort
        </Button>
        <OfflineHint id="join-needs-connection">Joining needs a connection.</OfflineHint>
        <CohortSharingNote />
      </Form>
    </Card>
  );
};

const AlreadyJoined = ({ enrollment }: { enrollment: Enrollment | null }) => {
  const now = useNow();
  const current = useMaterializingEnrollment(enrollment?.id ?? '', enrollment !== null) ?? enrollment;
  return (
    <ErrorNotice
      tone="info"
      title="You have already joined."
      action={
        <span className={styles.links}>
          <QuietLink to="/today">Today</QuietLink>
          <QuietLink to="/my-programs">My programs</QuietLink>
        </span>
      }
    >
      {!current || !isMaterializing(current)
        ? 'Its tasks are in your days.'
        : isMaterializationStalled(current, now)
          ? 'Adding its tasks has stopped. The remaining ones are added when you open Today with a connection.'
          : 'Its tasks are being added to your days.'}
    </ErrorNotice>
  );
};

interface PendingPaymentProps {
  joined: EnrollResult | undefined;
  enrollment: Enrollment | null;
  isBusy: boolean;
  /** Requests the payment page. */
  onRequestPayment: (values: Record<string, string>) => unknown;
}

const PendingPayment = ({ joined, enrollment, isBusy, onRequestPayment }: PendingPaymentProps) => (
  <Card>
    <div className={styles.form} role="status">
      <p>
        <strong>You have joined, and payment is due.</strong> Tasks appear once payment is received or your coach
        confirms it.
      </p>
      {joined ? (
        <PaymentLink payment={joined.payment} />
      ) : (
        <Button
          size="lg"
          fullWidth
          loading={isBusy}
          onClick={() => {
            onRequestPayment(enrollment?.parameters ?? {});
          }}
        >
          How to pay
        </Button>
      )}
    </div>
  </Card>
);
