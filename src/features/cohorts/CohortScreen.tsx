import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import type { Cohort } from '../../remote/cohorts.ts';
import { useToday } from '../../store/react.ts';
import { AnswerNotice, AnswerState } from '../../ui/AnswerNotice.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { IconSettings, IconUserPlus } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { CohortBoard } from './CohortBoard.tsx';
import { CohortSheet } from './CohortSheet.tsx';
import { EnrollSheet } from './EnrollSheet.tsx';
import { Invitation } from './Invitation.tsx';
import { MemberList } from './MemberList.tsx';
import { titleOf, useCohorts, useMembers, useVersions } from './use-cohorts.ts';
import { useWhileMaking } from './use-while-making.ts';
import { versionText } from './versions.ts';
import { factsLine, thenStartText } from './words.ts';

const BACK = { to: '/cohorts', label: 'Cohorts' };

/** One cohort of the coach: its link, its members and how far they are. */
export const CohortScreen = () => {
  const id = useRouteParam('id') ?? '';
  const cohorts = useCohorts();
  const cohort = cohorts.data?.find((one) => one.id === id);
  if (cohort) return <CohortPage key={id} cohort={cohort} onChanged={() => cohorts.refetch()} />;
  return (
    <Page>
      <PageHeader title="Cohort" back={BACK} />
      <AnswerState of={cohorts} rows={4} />
      {cohorts.data && (
        <EmptyState action={<ButtonLink to="/cohorts">Go to cohorts</ButtonLink>}>
          This cohort is not there. It may have been deleted.
        </EmptyState>
      )}
    </Page>
  );
};

const CohortPage = ({ cohort, onChanged }: { cohort: Cohort; onChanged: () => Promise<unknown> }) => {
  const { id, name, program_id, version_id, start_date } = cohort;
  const today = useToday();
  const versions = useVersions();
  const members = useMembers(id);
  useWhileMaking(members.data, members.refetch);
  const [sheet, setSheet] = useState<'settings' | 'add' | null>(null);
  const close = () => {
    setSheet(null);
  };
  const add = () => {
    setSheet('add');
  };
  const present = members.data?.filter(({ status }) => status !== 'ended') ?? [];
  return (
    <Page width="wide">
      <PageHeader
        title={name}
        back={BACK}
        detail={factsLine([
          titleOf(cohort, versions),
          thenStartText(start_date, today),
          versionText(version_id, versions.data),
        ])}
        actions={
          <>
            <ActionIcon
              variant="default"
              aria-label="Settings of the cohort"
              onClick={() => {
                setSheet('settings');
              }}
            >
              <IconSettings size={20} aria-hidden />
            </ActionIcon>
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={add}>
              Add
            </Button>
          </>
        }
      />
      <AnswerNotice
        problem={members.failure?.code ?? null}
        savedAt={members.savedAt}
        onRetry={() => void members.refetch()}
      />
      <Invitation cohort={cohort} onChanged={onChanged} />
      <Section
        title="Members"
        action={
          <QuietLink to="/programs/$id" params={{ id: program_id }} search={{ cohort: id }}>
            Program and tools
          </QuietLink>
        }
      >
        {members.isLoading && <SkeletonRows count={4} />}
        {members.data && (
          <MemberList members={members.data} programId={program_id} onAdd={add} onChanged={() => members.refetch()} />
        )}
      </Section>
      {present.some(({ status }) => status === 'active') && <CohortBoard cohort={cohort} today={today} />}
      <CohortSheet cohort={cohort} opened={sheet === 'settings'} onClose={close} onChanged={onChanged} />
      <EnrollSheet
        opened={sheet === 'add'}
        onClose={close}
        into={{ cohortId: id }}
        parameters={versions.data?.find((version) => version.id === version_id)?.parameters ?? []}
        members={new Set(present.map(({ user_id }) => user_id))}
        onEnrolled={() => members.refetch()}
      />
    </Page>
  );
};
