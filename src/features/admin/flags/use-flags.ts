import { useQueryClient } from '@tanstack/react-query';
import { useActionMutation } from '../../../shared/errors/use-action-mutation.ts';
import type { FeatureFlag, FlagAudience } from '../../../domain/flags/feature-flags.ts';
import { getFlags, setFlag } from '../../../data/admin/feature-flags.ts';
import { useCurrentUserId } from '../../../api/session.ts';
import { responseKey, usePersistedQuery } from '../../../api/use-persisted-query.ts';

const FLAGS_QUERY_KEY = ['flags'] as const;

export const useFlags = () => usePersistedQuery({ key: FLAGS_QUERY_KEY, read: getFlags });

export interface FlagChange {
  flag: FeatureFlag;
  audience: FlagAudience;
}

/** Sets whom a flag is on for. Not optimistic: the list shows it only when the server has it. */
export const useSetFlag = (onSuccess: (change: FlagChange) => void) => {
  const userId = useCurrentUserId();
  const client = useQueryClient();
  const key = responseKey(userId, FLAGS_QUERY_KEY);
  return useActionMutation({
    mutationFn: ({ flag, audience }: FlagChange) => setFlag(flag.name, audience),
    onSuccess: (_, change) => {
      client.setQueryData<FeatureFlag[]>(key, (flags) =>
        flags?.map((flag) => (flag.name === change.flag.name ? { ...flag, ...change.audience } : flag)),
      );
      onSuccess(change);
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
};
