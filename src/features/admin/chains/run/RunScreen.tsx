import { useRun, useTimetable } from '../../../../data/chains/use-chains.ts';
import type { Run, Step } from '../../../../domain/chains/run.ts';
import { runSecondsLeft, secondsLeft } from '../../../../domain/chains/progress.ts';
import { useServerOffset } from '../../../../shared/chains/use-server-now.ts';
import { Page, PageHeader } from '../../../../ui/Page.tsx';
import { useRouteParam } from '../../../../ui/use-route-param.ts';
import { FoundState } from '../FoundState.tsx';
import { chainTitle } from '../labels.ts';
import { CancelRunButton } from './CancelRunButton.tsx';
import { RunFacts } from './RunFacts.tsx';
import { RunLog } from './RunLog.tsx';
import { RunOutcome } from './RunOutcome.tsx';
import { RunTiers } from './RunTiers.tsx';
import { StepTable } from './StepTable.tsx';
import { useStepRates } from './use-step-rates.ts';

/** One run of a chain, live while it goes on. */
export const RunScreen = () => {
  const id = Number(useRouteParam('run'));
  const query = useRun(id);
  const timetable = useTimetable().data;
  const found = query.data;
  return (
    <Page width="wide">
      <PageHeader
        title={found ? chainTitle(found.run.chain_name, timetable) : 'Run'}
        back={{ to: '/admin/chains/runs', label: 'Runs' }}
        detail={
          found && `Run ${String(found.run.id)}${found.run.dry_run ? ', a dry run: nothing is sent to the CRM' : ''}`
        }
        actions={found?.run.status === 'running' && <CancelRunButton run={found.run} />}
      />
      <FoundState query={query} skeletonRows={6} missing="There is no such run. Runs are kept for 30 days." />
      {found && <RunContent found={found} readAt={query.savedAt ?? 0} />}
    </Page>
  );
};

/** @param readAt in milliseconds by this device's clock. */
const RunContent = ({ found, readAt }: { found: Run; readAt: number }) => {
  // While it goes on, what is shown is as it was when it was read.
  const readNow = readAt + useServerOffset();
  const rateOf = useStepRates(found, readNow);
  const leftOf = (step: Step) => secondsLeft(step, rateOf(step));
  const { run, steps } = found;
  return (
    <>
      <RunOutcome found={found} />
      <RunFacts found={found} now={readNow} left={run.status === 'running' ? runSecondsLeft(steps, leftOf) : null} />
      <RunTiers found={found} now={readNow} rateOf={rateOf} />
      <StepTable found={found} now={readNow} />
      <RunLog steps={steps} />
    </>
  );
};
