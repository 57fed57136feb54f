import { useNavigate } from '@tanstack/react-router';
import { cancelRun, resumeRun, runChain, type RunRequest, skipStep } from '../../../data/chains/runs.ts';
import type { RightAction } from '../../../domain/chains/right-action.ts';
import type { RunSummary } from '../../../domain/chains/run.ts';
import { showToast } from '../../../ui/toast.tsx';
import { useChainMutation, useRefreshChains } from './use-chain-mutation.ts';

const useShowRun = () => {
  const navigate = useNavigate();
  const refresh = useRefreshChains();
  return async (id: number) => {
    await Promise.all([navigate({ to: '/admin/chains/runs/$run', params: { run: String(id) } }), refresh()]);
  };
};

/** Starts a run, and shows it. */
export const useRunChain = () => {
  const showRun = useShowRun();
  return useChainMutation({
    mutate: (request: RunRequest) => runChain(request),
    errorDetail: 'Nothing was started.',
    onDone: showRun,
  });
};

/** Goes on with a run, and shows it. */
const useResumeRun = () => {
  const showRun = useShowRun();
  return useChainMutation({
    mutate: async (id: number) => {
      await resumeRun(id);
      return id;
    },
    errorDetail: 'The run is as it was.',
    onDone: showRun,
  });
};

/** Does the one action that helps after a run. */
export const useRightAction = (run: Pick<RunSummary, 'id' | 'chain_name' | 'dry_run'>) => {
  const start = useRunChain();
  const resume = useResumeRun();
  return {
    isPending: start.isPending || resume.isPending,
    act: (action: RightAction) => {
      switch (action.kind) {
        case 'resume':
          return resume.mutate(run.id);
        case 'run_again':
        case 'push':
          return start.mutate({
            chain: run.chain_name,
            dryRun: run.dry_run,
            ...(action.onlyTask !== undefined && { onlyTask: action.onlyTask }),
          });
        case 'run_chain':
          return start.mutate({ chain: action.chain });
      }
    },
  };
};

export const useCancelRun = () => {
  const refresh = useRefreshChains();
  return useChainMutation({
    mutate: (id: number) => cancelRun(id),
    errorDetail: 'The run goes on.',
    onDone: () => {
      showToast('The run is cancelled.');
      return refresh();
    },
  });
};

export const useSkipStep = () => {
  const refresh = useRefreshChains();
  return useChainMutation({
    mutate: (id: number) => skipStep(id),
    errorDetail: 'The step is as it was.',
    onDone: () => refresh(),
  });
};
