import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isBeingMade } from '../../domain/enrollment.ts';
import { missingParameters } from '../../domain/parameters.ts';
import { givenValues } from '../../domain/program-plan.ts';
import type { Enrollment } from '../../domain/program.ts';
import { type CohortInvitation, type Joined, joinCohort } from '../../remote/gallery.ts';
import { useSession } from '../../remote/session.ts';
import { enrollmentInCohort } from '../../store/enrollments.ts';
import { useLive, useToday } from '../../store/react.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { Card } from '../../ui/Page.tsx';
import { ParameterInputs } from '../../ui/ParameterInputs.tsx';
import { priceText } from '../../ui/program-words.ts';
import { QuietLink } from '../../ui/QuietLink.tsx';
import styles from './Gallery.module.css';
import { MakingTasks } from './MakingTasks.tsx';
import { useLanding } from './use-landing.ts';
import { useMaking } from './use-making.ts';
import { WayToPay } from './WayToPay.tsx';
import { FOR_WORKERS, whyNotTaken } from './words.ts';

interface JoinCohortProps {
  token: string;
  invitation: CohortInvitation;
}

/** The way into a cohort, or how the person stands in it already. */
export const JoinCohort = ({ token, invitation }: JoinCohortProps) => {
  const { program, start_date, is_open, cohort_id } = invitation;
  const land = useLanding();
  const { syncNow } = useProgramSync();
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const own = useLive((db) => enrollmentInCohort(db, cohort_id).then((found) => found ?? null), [cohort_id]);
  const join = useMutation({
    mutationFn: (values: Record<string, string>) => joinCohort(token, values),
    networkMode: 'always',
    onSuccess: () => {
      void syncNow();
    },
  });
  if (isAdmin)
    return (
      <ErrorNotice tone="info" title="You cannot join.">
        {FOR_WORKERS}
      </ErrorNotice>
    );
  if (own === undefined) return null;

  const status = own?.status === 'active' ? 'active' : (join.data?.status ?? own?.status);
  const isIn = status === 'active' || status === 'pending';
  const retry = (values: Record<string, string>) => {
    join.mutate(values);
  };
  if (isIn && status === 'pending') {
    return <ToBePaid joined={join.data} own={own} isBusy={join.isPending} onAsk={retry} />;
  }
  if (isIn && join.data) {
    return (
      <Card>
        <MakingTasks
          enrollment={join.data.enrollmentId}
          lengthDays={program.length_days}
          isOwnPlan={false}
          onDone={() => {
            land(program, start_date);
          }}
        />
      </Card>
    );
  }
  if (isIn) return <AlreadyIn own={own} />;
  if (own?.ended_by === 'coach') {
    return (
      <ErrorNotice tone="info" title="You are not in this cohort any more.">
        Its coach has taken you out. Ask them if you think that this is a mistake.
      </ErrorNotice>
    );
  }
  if (!is_open) {
    return (
      <ErrorNotice tone="info" title="This cohort takes nobody more.">
        Ask its coach whether there will be another one.
      </ErrorNotice>
    );
  }
  return (
    <JoinForm invitation={invitation} isBusy={join.isPending} onJoin={retry}>
      {join.isError && (
        <ErrorNotice title="You have not joined.">
          {whyNotTaken(join.error, 'What you have filled in is still here.')}
        </ErrorNotice>
      )}
    </JoinForm>
  );
};

interface JoinFormProps {
  invitation: CohortInvitation;
  isBusy: boolean;
  onJoin: (values: Record<string, string>) => void;
  children: React.ReactNode;
}

const JoinForm = ({ invitation: { program, start_date }, isBusy, onJoin, children }: JoinFormProps) => {
  const today = useToday();
  const { isOnline } = useProgramSync();
  const [values, setValues] = useState<Record<string, string>>({});
  const [wasTried, setTried] = useState(false);
  const missing = missingParameters(program.parameters, values);
  return (
    <Card>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(missing.size > 0);
          if (missing.size === 0) onJoin(givenValues(program.parameters, values));
        }}
      >
        <ParameterInputs
          parameters={program.parameters}
          filled={values}
          missing={wasTried ? missing : NOTHING}
          onChange={setValues}
        />
        {program.price !== null && (
          <p>
            It costs <strong>{priceText(program)}</strong>. Its tasks come once it is paid for, or its coach has
            confirmed it.
          </p>
        )}
        {start_date < today && <p className={styles.quiet}>It has begun already: you get its tasks from today on.</p>}
        {children}
        <Button type="submit" size="lg" fullWidth loading={isBusy} disabled={!isOnline}>
          Join
        </Button>
        {!isOnline && <p className={styles.quiet}>Joining needs a connection.</p>}
        <p className={styles.quiet}>
          Its coach sees your name and address, and how far you are with its tasks. Nothing else of yours.
        </p>
      </form>
    </Card>
  );
};

const AlreadyIn = ({ own }: { own: Enrollment | null }) => {
  const news = useMaking(own?.id ?? '', own !== null);
  return (
    <ErrorNotice
      tone="info"
      title="You have joined already."
      action={
        <span className={styles.links}>
          <QuietLink to="/today">Today</QuietLink>
          <QuietLink to="/my-programs">My programs</QuietLink>
        </span>
      }
    >
      {news && isBeingMade(news) ? 'Its tasks are on their way into your days.' : 'Its tasks are in your days.'}
    </ErrorNotice>
  );
};

interface ToBePaidProps {
  joined: Joined | undefined;
  own: Enrollment | null;
  isBusy: boolean;
  /** Asks for the page to pay on. */
  onAsk: (values: Record<string, string>) => void;
}

const ToBePaid = ({ joined, own, isBusy, onAsk }: ToBePaidProps) => (
  <Card>
    <div className={styles.form} role="status">
      <p>
        <strong>You have joined, and it is still to be paid for.</strong> Its tasks come as soon as it is, or its coach
        has confirmed it.
      </p>
      {joined ? (
        <WayToPay payment={joined.payment} />
      ) : (
        <Button
          size="lg"
          fullWidth
          loading={isBusy}
          onClick={() => {
            onAsk(own?.parameters ?? {});
          }}
        >
          How to pay
        </Button>
      )}
    </div>
  </Card>
);

const NOTHING: ReadonlySet<string> = new Set();
