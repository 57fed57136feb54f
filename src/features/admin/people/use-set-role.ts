import { useQueryClient } from '@tanstack/react-query';
import { useActionMutation } from '../../../shared/errors/use-action-mutation.ts';
import type { Profile, Role } from '../../../domain/profiles/profile.ts';
import { setRole } from '../../../data/admin/people.ts';
import { PEOPLE_QUERY_KEY } from '../../../data/admin/use-people.ts';
import { followRole, useCurrentUserId } from '../../../api/session.ts';
import { responseKey } from '../../../api/use-persisted-query.ts';
import { roleErrorMessage } from './messages.ts';

export interface RoleChange {
  person: Profile;
  role: Role;
}

/**
 * Sets a person's role: optimistic, rolled back if the server refuses it. If it is the admin's own, the session
 * takes the new role at once.
 */
export const useSetRole = (options: {
  onSuccess: (change: RoleChange) => void;
  /** @param message a sentence for the person. */
  onError: (message: string) => void;
}) => {
  const userId = useCurrentUserId();
  const client = useQueryClient();
  const key = responseKey(userId, PEOPLE_QUERY_KEY);
  const setCachedRole = (id: string, role: Role) => {
    client.setQueryData<Profile[]>(key, (people) =>
      people?.map((person) => (person.id === id ? { ...person, role } : person)),
    );
  };
  return useActionMutation({
    mutationFn: ({ person, role }: RoleChange) => setRole(person.id, role),
    onMutate: async ({ person, role }) => {
      await client.cancelQueries({ queryKey: key });
      setCachedRole(person.id, role);
    },
    onError: (error, { person }) => {
      setCachedRole(person.id, person.role);
      options.onError(roleErrorMessage(error, person));
    },
    onSuccess: (_, change) => {
      if (change.person.id === userId) followRole(userId, change.role);
      options.onSuccess(change);
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
};
