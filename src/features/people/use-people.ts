import { useMutation, useQueryClient } from '@tanstack/react-query';
import { TransportFailure } from '../../contract/failure.ts';
import type { Profile, Role } from '../../domain/profile.ts';
import { getPeople, setRole } from '../../remote/people.ts';
import { followRole, useSession } from '../../remote/session.ts';
import { askedKey, useKeptQuery } from '../../remote/use-kept-query.ts';
import { whyNotSaved } from '../../ui/why-not.ts';

const PEOPLE = ['people'] as const;

export const usePeople = () => useKeptQuery({ key: PEOPLE, read: getPeople });

export interface RoleChange {
  person: Profile;
  role: Role;
}

/**
 * Gives a person a role: shown at once, taken back if the server refuses it. The screens of the admin's
 * own device follow their own role.
 */
export const useSetRole = (options: {
  onSuccess: (change: RoleChange) => void;
  /** @param why a sentence for the person. */
  onError: (why: string) => void;
}) => {
  const me = useSession((session) => session.person?.id ?? '');
  const client = useQueryClient();
  const key = askedKey(me, PEOPLE);
  const show = (id: string, role: Role) => {
    client.setQueryData<Profile[]>(key, (people) =>
      people?.map((person) => (person.id === id ? { ...person, role } : person)),
    );
  };
  return useMutation({
    mutationFn: ({ person, role }: RoleChange) => setRole(person.id, role),
    networkMode: 'always',
    onMutate: async ({ person, role }) => {
      await client.cancelQueries({ queryKey: key });
      show(person.id, role);
    },
    onError: (reason, { person }) => {
      show(person.id, person.role);
      options.onError(whyNot(reason, person));
    },
    onSuccess: (_, change) => {
      if (change.person.id === me) followRole(me, change.role);
      options.onSuccess(change);
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
};

const whyNot = (reason: unknown, person: Pick<Profile, 'display_name' | 'email' | 'role'>): string => {
  const failure = reason instanceof TransportFailure ? reason : null;
  return whyNotSaved(
    failure?.code ?? null,
    `${person.display_name || person.email} is still ${roleWithArticle(person.role)}.`,
    REFUSALS[failure?.message ?? ''],
  );
};

const REFUSALS: Record<string, string> = {
  last_admin: 'Somebody has to stay an admin: make somebody else one first.',
  forbidden: 'Only admins set roles, and you are not one any more.',
  unknown_person: 'This account no longer exists.',
};

export const roleWithArticle = (role: Role): string => (role === 'admin' ? 'an admin' : `a ${role}`);
