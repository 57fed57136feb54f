import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { displayName, ROLES } from '../../../domain/profiles/profile.ts';
import { useCurrentUserId } from '../../../api/session.ts';
import { countHandover, type HandoverCounts, hasSomethingToHandOver } from '../../../data/admin/handover.ts';
import { usePeople } from '../../../data/admin/use-people.ts';
import { useActionMutation } from '../../../shared/errors/use-action-mutation.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { plural } from '../../../ui/format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useAddressState } from '../../../ui/address-state.ts';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { ListRows } from '../../../ui/ListRows.tsx';
import { ShowMoreButton, useShownCount } from '../../../ui/ShowMoreButton.tsx';
import { showErrorToast, showUndoToast } from '../../../ui/toast.tsx';
import { roleErrorMessage, roleWithArticle } from './messages.ts';
import { PeopleFilters } from './PeopleFilters.tsx';
import { PersonRow } from './PersonRow.tsx';
import { type QuestionedChange, RoleDialogs } from './RoleDialogs.tsx';
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
  const [wantedChange, setWantedChange] = useState<QuestionedChange | null>(null);

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

  const applyOrConfirm = (wanted: RoleChange, counts: HandoverCounts | null) => {
    const isQuestioned = counts !== null || wanted.person.id === userId;
    if (!isQuestioned) return change.mutate(wanted);
    setWantedChange({ change: wanted, counts });
    return undefined;
  };
  // Who is no coach any more leaves behind what they coach.
  const check = useActionMutation({
    mutationFn: ({ person }: RoleChange) => countHandover(person.id),
    onSuccess: (counts, wanted) => {
      void applyOrConfirm(wanted, hasSomethingToHandOver(counts) ? counts : null);
    },
    onError: (error, { person }) => {
      showErrorToast(roleErrorMessage(error, person));
    },
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
                    const wanted = { person, role };
                    void (role === 'rep' ? check.mutate(wanted) : applyOrConfirm(wanted, null));
                  }}
                />
              ))}
            </ListRows>
          )}
          <ShowMoreButton remaining={found.length - shown.count} unit={['person', 'people']} onClick={shown.showMore} />
        </>
      )}
      {wantedChange && (
        <RoleDialogs
          change={wantedChange.change}
          counts={wantedChange.counts}
          isMe={wantedChange.change.person.id === userId}
          onApply={change.mutate}
          onClose={() => {
            setWantedChange(null);
          }}
        />
      )}
    </Page>
  );
};
