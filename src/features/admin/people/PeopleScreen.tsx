import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { displayName, ROLES } from '../../../domain/profiles/profile.ts';
import { useCurrentUserId } from '../../../api/session.ts';
import { usePeople } from '../../../data/admin/use-people.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { plural } from '../../../ui/format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useAddressState } from '../../../ui/address-state.ts';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { ListRows } from '../../../ui/ListRows.tsx';
import { ShowMoreButton, useShownCount } from '../../../ui/ShowMoreButton.tsx';
import { showErrorToast, showUndoToast } from '../../../ui/toast.tsx';
import { roleWithArticle } from './messages.ts';
import { PeopleFilters } from './PeopleFilters.tsx';
import { PersonRow } from './PersonRow.tsx';
import { type RoleChange, useSetRole } from './use-set-role.ts';
import { matchesTerms, searchableText, searchTerms } from '../../../domain/values/fold.ts';

const ADDRESS = ['q', 'role'] as const;
const PEOPLE_PAGE_SIZE = 50;

/** All accounts, with the role of each to change. */
export const PeopleScreen = () => {
  const userId = useCurrentUserId();
  const navigate = useNavigate();
  const people = usePeople();
  const [{ q: text = '', role }, setAddress] = useAddressState(ADDRESS);
  const roleFilter = ROLES.find((known) => known === role) ?? 'all';
  const shown = useShownCount({ initial: PEOPLE_PAGE_SIZE, step: 2 * PEOPLE_PAGE_SIZE });
  const [ownRoleChange, setOwnRoleChange] = useState<RoleChange | null>(null);

  const undo = useSetRole({ onSuccess: () => undefined, onError: showErrorToast });
  const change = useSetRole({
    onSuccess: ({ person, role }) => {
      if (person.id === userId) {
        void navigate({ to: '/' });
        return;
      }
      showUndoToast(`${displayName(person)} is now ${roleWithArticle(role)}.`, () =>
        undo.mutate({ person: { ...person, role }, role: person.role }),
      );
    },
    onError: showErrorToast,
  });

  const all = people.data ?? [];
  const admins = all.filter((person) => person.role === 'admin').length;
  const terms = searchTerms(text);
  const found = all.filter(
    (person) =>
      (roleFilter === 'all' || person.role === roleFilter) &&
      matchesTerms(searchableText(person.display_name, person.email), terms),
  );

  return (
    <Page>
      <PageHeader
        title="People"
        detail={people.data && `${plural(all.length, 'person', 'people')}. Roles decide what people can see and do.`}
      />
      <QueryState audience="admin" query={people} skeletonRows={8} />
      {people.data && (
        <>
          <PeopleFilters
            text={text}
            role={roleFilter}
            people={all}
            onTextChange={(value) => {
              setAddress({ q: value });
              shown.reset();
            }}
            onRoleChange={(value) => {
              setAddress({ role: value === 'all' ? undefined : value });
              shown.reset();
            }}
          />
          {found.length === 0 ? (
            <EmptyState>
              {terms.length === 0 ? 'No people have this role.' : `No results for “${text.trim()}”.`}
            </EmptyState>
          ) : (
            <ListRows label="People">
              {found.slice(0, shown.count).map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  isMe={person.id === userId}
                  isLastAdmin={person.role === 'admin' && admins === 1}
                  onRoleChange={(role) => {
                    if (person.id === userId) setOwnRoleChange({ person, role });
                    else void change.mutate({ person, role });
                  }}
                />
              ))}
            </ListRows>
          )}
          <ShowMoreButton remaining={found.length - shown.count} unit={['person', 'people']} onClick={shown.showMore} />
        </>
      )}
      <ConfirmDialog
        opened={ownRoleChange !== null}
        title="Stop being an admin?"
        confirmLabel={`Become ${roleWithArticle(ownRoleChange?.role ?? ROLES[0])}`}
        danger
        onClose={() => {
          setOwnRoleChange(null);
        }}
        onConfirm={() => {
          setOwnRoleChange(null);
          return ownRoleChange && change.mutate(ownRoleChange);
        }}
      >
        You lose access to this area immediately, and only another admin can restore it. Your own work is not affected.
      </ConfirmDialog>
    </Page>
  );
};
