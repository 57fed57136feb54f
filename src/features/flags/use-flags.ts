import { useMutation, useQueryClient } from '@tanstack/react-query';
import { TransportFailure } from '../../contract/failure.ts';
import type { FeatureFlag, FlagAudience } from '../../domain/flags.ts';
import { getFlags, setFlag } from '../../remote/flags.ts';
import { getPeople } from '../../remote/people.ts';
import { useSession } from '../../remote/session.ts';
import { askedKey, useKeptQuery } from '../../remote/use-kept-query.ts';
import { whyNotSaved } from '../../ui/why-not.ts';

const FLAGS = ['flags'] as const;

export const useFlags = () => useKeptQuery({ key: FLAGS, read: getFlags });

/** The same question as the list of people asks. */
export const useEverybody = () => useKeptQuery({ key: ['people'], read: getPeople });

export interface FlagChange {
  flag: FeatureFlag;
  audience: FlagAudience;
}

/** Sets whom a flag is on for. It is shown once the server has it: much hangs on it. */
export const useSetFlag = (onSuccess: (change: FlagChange) => void) => {
  const me = useSession((session) => session.person?.id ?? '');
  const client = useQueryClient();
  const key = askedKey(me, FLAGS);
  return useMutation({
    mutationFn: ({ flag, audience }: FlagChange) => setFlag(flag.name, audience),
    networkMode: 'always',
    onSuccess: (_, change) => {
      client.setQueryData<FeatureFlag[]>(key, (flags) =>
        flags?.map((flag) => (flag.name === change.flag.name ? { ...flag, ...change.audience } : flag)),
      );
      onSuccess(change);
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
};

/** Why a flag was not saved, in a sentence for the admin. */
export const whyFlagNotSaved = (reason: unknown): string => {
  const failure = reason instanceof TransportFailure ? reason : null;
  return whyNotSaved(
    failure?.code ?? null,
    'The flag is as it was.',
    failure?.message === 'forbidden' ? 'Only admins change flags, and you are not one any more.' : undefined,
  );
};
