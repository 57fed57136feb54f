import { redirect } from '@tanstack/react-router';
import { useSession } from '../../api/session.ts';
import { type Area, canAccess, homePathOf } from '../access.ts';

/* Where a route leads instead, for somebody who may not be there. */

export const redirectHome = (): void => {
  const { person } = useSession.getState();
  redirect({ to: person ? homePathOf(person.role) : '/sign-in', replace: true, throw: true });
};

/** Somebody who is signed in goes home, unless their session has expired. */
export const redirectIfSignedIn = ({ search }: { search: { from?: string } }): void => {
  const { person, connected } = useSession.getState();
  if (!person || !connected) return;
  redirect({ to: search.from ?? homePathOf(person.role), replace: true, throw: true });
};

/** Leads home whoever may not enter the area. */
export const requireArea = (area: Area) => (): void => {
  const { person } = useSession.getState();
  if (person && !canAccess(person.role, area)) redirectHome();
};
