import { useState } from 'react';
import { ActionIcon, Button } from '../../../ui/Button.tsx';
import type { Cohort } from '../../../data/cohorts/cohorts.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryNotice, QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { IconSettings, IconUserPlus } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { AddClientTaskSheet } from '../../../shared/coaching/AddClientTaskSheet.tsx';
import styles from './Cohorts.module.css';
import { CohortProgressBoard } from './CohortProgressBoard.tsx';
import { CohortSettingsSheet } from './CohortSettingsSheet.tsx';
import { EnrollSheet } from '../../../shared/coaching/EnrollSheet.tsx';
import { CohortInviteLink } from './CohortInviteLink.tsx';
import { MemberList } from './MemberList.tsx';
import { versionTitleOf, useCohorts, useMembers } from '../../../data/cohorts/use-cohorts.ts';
import { usePublishedVersions } from '../../../data/programs/use-published-versions.ts';
import { useRefetchWhileMaterializing } from '../../../shared/coaching/use-refetch-while-materializing.ts';
import { versionLabel } from '../../../shared/coaching/version-labels.ts';
import { inlineStartDateLabel } from '../../../shared/coaching/labels.ts';
import { joinDetails } from '../../../ui/format.ts';

const COHORTS_LINK = { to: '/cohorts', label: 'Cohorts' };

/** One cohort: its invitation link, its members and their progress. */
export const CohortScreen = () => {
  const id = useRouteParam('id') ?? '';
  const cohorts = useCohorts();
  const cohort = cohorts.data?.find((one) => one.id === id);
  if (cohort) return <CohortPage key={id} cohort={cohort} onChanged={() => cohorts.refetch()} />;
  return (
    <Page>
      <PageHeader title="Cohort" back={COHORTS_LINK} />
      <QueryState audience="coach" query={cohorts} skeletonRows={4} />
      {cohorts.data && (
        <EmptyState action={<ButtonLink to="/cohorts">Go to cohorts</ButtonLink>}>
          Cohort not found. It may have been deleted.
        </EmptyState>
      )}
    </Page>
  );
};

const CohortPage = ({ cohort, onChanged }: { cohort: Cohort; onChanged: () => Promise<unknown> }) => {
  const { id, name, program_id, version_id, start_date } = cohort;
  const today = useToday();
  const versions = usePublishedVersions();
  const members = useMembers(id);
  useRefetchWhileMaterializing(members.data, members.refetch);
  const [sheet, setSheet] = useState<'settings' | 'add' | 'task' | null>(null);
  const close = () => {
    setSheet(null);
  };
  const add = () => {
    setSheet('add');
  };
  const currentMembers = members.data?.filter(({ status }) => status !== 'ended') ?? [];
  return (
    <Page width="wide">
      <PageHeader
        title={name}
        back={COHORTS_LINK}
        detail={joinDetails(
          versionTitleOf(cohort, versions.data),
          inlineStartDateLabel(start_date, today),
          versionLabel(version_id, versions.data),
        )}
        actions={
          <>
            <ActionIcon
              variant="default"
              aria-label="Cohort settings"
              onClick={() => {
                setSheet('settings');
              }}
            >
              <IconSettings size={20} aria-hidden />
            </ActionIcon>
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={add}>
              Add client
            </Button>
          </>
        }
      />
      <QueryNotice
        audience="coach"
        errorCode={members.failure?.code ?? null}
        savedAt={members.savedAt}
        onRetry={() => members.refetch()}
      />
      <CohortInviteLink cohort={cohort} onChanged={onChanged} />
      <Section
        title="Members"
        action={
          <div className={styles.links}>
            {currentMembers.some(({ status }) => status === 'active') && (
              <Button
                variant="subtle"
                size="compact-md"
                onClick={() => {
                  setSheet('task');
                }}
              >
                Add task for everyone
              </Button>
            )}
            <QuietLink to="/programs/$id" params={{ id: program_id }} search={{ cohort: id }}>
              Program and tools
            </QuietLink>
          </div>
        }
      >
        {members.isLoading && <SkeletonRows count={4} />}
        {members.data && (
          <MemberList
            members={members.data}
            programId={program_id}
            isOpen={cohort.is_open}
            onAdd={add}
            onChanged={() => members.refetch()}
          />
        )}
      </Section>
      {currentMembers.some(({ status }) => status === 'active') && (
        <CohortProgressBoard cohort={cohort} today={today} />
      )}
      <CohortSettingsSheet cohort={cohort} opened={sheet === 'settings'} onClose={close} onChanged={onChanged} />
      <AddClientTaskSheet
        opened={sheet === 'task'}
        onClose={close}
        target={{ kind: 'cohort', id, name }}
        date={today}
      />
      <EnrollSheet
        opened={sheet === 'add'}
        onClose={close}
        target={{ cohortId: id }}
        parameters={versions.data?.find((version) => version.id === version_id)?.parameters ?? []}
        enrolledIds={new Set(currentMembers.map(({ user_id }) => user_id))}
        onEnrolled={() => members.refetch()}
      />
    </Page>
  );
};
