import { useId, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryNotice } from '../../../shared/queries/QueryNotice.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { IconPlus, IconUserPlus } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Section } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import styles from './CoachProgramsTab.module.css';
import { EnrollSheet } from '../../../shared/coaching/EnrollSheet.tsx';
import {
  useEnrolleeSelection,
  useSelectEnrollee,
  useEnrollees,
} from '../../../shared/coaching/use-enrollee-selection.ts';
import { useCohorts } from '../../../data/cohorts/use-cohorts.ts';
import { usePublishedPrograms } from '../../../data/programs/use-published-versions.ts';
import { versionLabel } from '../../../shared/coaching/version-labels.ts';
import { enrollmentStartLabel, startDateLabel } from '../../../shared/coaching/labels.ts';
import { joinDetails } from '../../../ui/format.ts';

/** A program's cohorts and clients. The tools beside the weeks apply to the selected one. */
export const CoachProgramsTab = ({ programId }: { programId: string }) => {
  const today = useToday();
  const group = useId();
  const cohorts = useCohorts();
  const { enrollees, enrollments, refetch } = useEnrollees(programId);
  const { published, versions } = usePublishedPrograms();
  const selection = useEnrolleeSelection(programId);
  const select = useSelectEnrollee(programId);
  const [isAdding, setAdding] = useState(false);

  const version = published?.find(({ program }) => program.id === programId)?.version;
  const ownCohorts = cohorts.data?.filter(({ program_id }) => program_id === programId) ?? [];
  const clients = enrollees?.filter(({ cohort_id }) => cohort_id === null) ?? [];
  const failing = [cohorts, enrollments].find(({ failure }) => failure !== null);
  const isEmpty = cohorts.data && enrollees && ownCohorts.length === 0 && clients.length === 0;
  const add = () => {
    setAdding(true);
  };
  return (
    <div className={styles.tab}>
      <QueryNotice
        audience="coach"
        errorCode={failing?.failure?.code ?? null}
        savedAt={failing?.savedAt ?? null}
        onRetry={() => Promise.all([cohorts.refetch(), refetch()])}
      />
      {(cohorts.isLoading || enrollments.isLoading) && <SkeletonRows count={3} />}
      {isEmpty && (
        <EmptyState>
          {version
            ? 'No one is enrolled yet. Add a client or create a cohort.'
            : 'No one can be enrolled yet. Publish the program first.'}
        </EmptyState>
      )}
      {version && (
        <QuietLink to="/programs/$id/statistics" params={{ id: programId }}>
          Statistics
        </QuietLink>
      )}
      {version && (
        <div className={styles.buttons}>
          <Button variant="default" leftSection={<IconUserPlus size={18} aria-hidden />} onClick={add}>
            Add client{' '}
          </Button>
          <ButtonLink
            to="/cohorts"
            search={{ program: programId }}
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
          >
            New cohort
          </ButtonLink>
        </div>
      )}
      {ownCohorts.length > 0 && (
        <Section title="Cohorts">
          <ul className={styles.list} aria-label="Cohorts">
            {ownCohorts.map(({ id, name, start_date, version_id }) => (
              <SelectableRow
                key={id}
                group={group}
                name={name}
                detail={joinDetails(startDateLabel(start_date, today), versionLabel(version_id, versions.data))}
                isSelected={selection?.kind === 'cohort' && selection.id === id}
                onSelect={() => select({ kind: 'cohort', id })}
                link={
                  <QuietLink to="/cohorts/$id" params={{ id }} aria-label={`Open ${name}`}>
                    Open
                  </QuietLink>
                }
              />
            ))}
          </ul>
        </Section>
      )}
      {clients.length > 0 && (
        <Section title="Clients">
          <ul className={styles.list} aria-label="Clients">
            {clients.map(({ id, user_id, name, start_date, status, version_id }) => (
              <SelectableRow
                key={id}
                group={group}
                name={name}
                detail={joinDetails(
                  enrollmentStartLabel({ status, start_date }, today),
                  status === 'pending' ? 'awaiting payment' : undefined,
                  versionLabel(version_id, versions.data),
                )}
                isSelected={selection?.kind === 'client' && selection.id === id}
                onSelect={() => select({ kind: 'client', id })}
                link={
                  name !== 'You' && (
                    <QuietLink to="/clients/$id" params={{ id: user_id }} aria-label={`Open ${name}`}>
                      Open
                    </QuietLink>
                  )
                }
              />
            ))}
          </ul>
        </Section>
      )}
      {version && (
        <EnrollSheet
          opened={isAdding}
          onClose={() => {
            setAdding(false);
          }}
          target={{ versionId: version.id }}
          parameters={version.parameters}
          enrolledIds={new Set(clients.map(({ user_id }) => user_id))}
          onEnrolled={refetch}
        />
      )}
    </div>
  );
};

interface SelectableRowProps {
  group: string;
  name: string;
  detail: string;
  isSelected: boolean;
  onSelect: () => void;
  link: React.ReactNode;
}

const SelectableRow = ({ group, name, detail, isSelected, onSelect, link }: SelectableRowProps) => (
  <li className={styles.row} data-selected={isSelected || undefined}>
    <label className={styles.label}>
      <input type="radio" name={group} className={styles.radio} checked={isSelected} onChange={onSelect} />
      <span className={styles.text}>
        <span className={styles.name}>{name}</span>
        <span className={styles.detail}>{detail}</span>
      </span>
    </label>
    {link}
  </li>
);
