import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { useToday } from '../../store/react.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { IconPlus, IconUserPlus } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Section } from '../../ui/Page.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import styles from './CoachProgramsTab.module.css';
import { EnrollSheet } from './EnrollSheet.tsx';
import { useChoice, useChoose, useTakers } from './use-choice.ts';
import { useCohorts, usePublished } from './use-cohorts.ts';
import { versionText } from './versions.ts';
import { factsLine, startText } from './words.ts';

/** Who takes a program: its cohorts and its clients. One of them may be chosen, for the tools beside the weeks. */
export const CoachProgramsTab = ({ programId }: { programId: string }) => {
  const today = useToday();
  const group = useId();
  const cohorts = useCohorts();
  const { takers, enrollments } = useTakers(programId);
  const { published, versions } = usePublished();
  const choice = useChoice(programId);
  const choose = useChoose(programId);
  const [isAdding, setAdding] = useState(false);

  const version = published?.find(({ program }) => program.id === programId)?.version;
  const own = cohorts.data?.filter(({ program_id }) => program_id === programId) ?? [];
  const clients = takers?.filter(({ cohort_id }) => cohort_id === null) ?? [];
  const failing = [cohorts, enrollments].find(({ failure }) => failure !== null);
  const isEmpty = cohorts.data && takers && own.length === 0 && clients.length === 0;
  const add = () => {
    setAdding(true);
  };
  return (
    <div className={styles.tab}>
      <AnswerNotice
        problem={failing?.failure?.code ?? null}
        savedAt={failing?.savedAt ?? null}
        onRetry={() => void Promise.all([cohorts.refetch(), enrollments.refetch()])}
      />
      {(cohorts.isLoading || enrollments.isLoading) && <SkeletonRows count={3} />}
      {isEmpty && (
        <EmptyState>
          {version
            ? 'Nobody takes this program yet. Add one of your clients, or make a cohort.'
            : 'Nobody can take this program yet. Publish it first.'}
        </EmptyState>
      )}
      {version && (
        <div className={styles.buttons}>
          <Button variant="default" leftSection={<IconUserPlus size={18} aria-hidden />} onClick={add}>
            Add a client
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
      {own.length > 0 && (
        <Section title="Cohorts">
          <ul className={styles.list} aria-label="Cohorts">
            {own.map(({ id, name, start_date, version_id }) => (
              <Choosable
                key={id}
                group={group}
                name={name}
                detail={factsLine([startText(start_date, today), versionText(version_id, versions.data)])}
                isChosen={choice?.kind === 'cohort' && choice.id === id}
                onChoose={() => void choose({ kind: 'cohort', id })}
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
              <Choosable
                key={id}
                group={group}
                name={name}
                detail={factsLine([
                  startText(start_date, today),
                  status === 'pending' ? 'not confirmed' : undefined,
                  versionText(version_id, versions.data),
                ])}
                isChosen={choice?.kind === 'client' && choice.id === id}
                onChoose={() => void choose({ kind: 'client', id })}
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
          into={{ versionId: version.id }}
          parameters={version.parameters}
          members={new Set(clients.map(({ user_id }) => user_id))}
          onEnrolled={() => enrollments.refetch()}
        />
      )}
    </div>
  );
};

interface ChoosableProps {
  group: string;
  name: string;
  detail: string;
  isChosen: boolean;
  onChoose: () => void;
  link: React.ReactNode;
}

const Choosable = ({ group, name, detail, isChosen, onChoose, link }: ChoosableProps) => (
  <li className={styles.row} data-chosen={isChosen || undefined}>
    <label className={styles.label}>
      <input type="radio" name={group} className={styles.radio} checked={isChosen} onChange={onChoose} />
      <span className={styles.text}>
        <span className={styles.name}>{name}</span>
        <span className={styles.detail}>{detail}</span>
      </span>
    </label>
    {link}
  </li>
);
