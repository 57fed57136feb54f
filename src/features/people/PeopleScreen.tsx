import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Profile, type Role, ROLES } from '../../domain/profile.ts';
import { useSession } from '../../remote/session.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { plural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { showProblem, showUndo } from '../../ui/toast.tsx';
import { PeopleFilters } from './PeopleFilters.tsx';
import { PersonRow } from './PersonRow.tsx';
import { type RoleChange, roleWithArticle, usePeople, useSetRole } from './use-people.ts';

const STEP = 50;

/** Everybody who has an account, and the role of each. */
export const PeopleScreen = () => {
  const me = useSession((session) => session.person?.id ?? '');
  const navigate = useNavigate();
  const people = usePeople();
  const [text, setText] = useState('');
  const [role, setRoleFilter] = useState<Role | 'all'>('all');
  const [count, setCount] = useState(STEP);
  const [leaving, setLeaving] = useState<RoleChange | null>(null);

  const undo = useSetRole({ onSuccess: () => undefined, onError: showProblem });
  const change = useSetRole({
    onSuccess: ({ person, role: given }) => {
      if (person.id === me) {
        void navigate({ to: '/' });
        return;
      }
      showUndo(`${nameOf(person)} is now ${roleWithArticle(given)}.`, () => {
        undo.mutate({ person: { ...person, role: given }, role: person.role });
      });
    },
    onError: showProblem,
  });

  const all = people.data ?? [];
  const admins = all.filter((person) => person.role === 'admin').length;
  const wanted = text.trim().toLowerCase();
  const found = all.filter(
    (person) =>
      (role === 'all' || person.role === role) &&
      (wanted === '' ||
        person.display_name.toLowerCase().includes(wanted) ||
        person.email.toLowerCase().includes(wanted)),
  );

  return (
    <Page>
      <PageHeader
        title="People"
        detail={people.data && `${plural(all.length, 'person', 'people')}. A role decides what somebody sees.`}
      />
      <AnswerState of={people} rows={8} />
      {people.data && (
        <>
          <PeopleFilters
            text={text}
            role={role}
            people={all}
            onText={(value) => {
              setText(value);
              setCount(STEP);
            }}
            onRole={(value) => {
              setRoleFilter(value);
              setCount(STEP);
            }}
          />
          {found.length === 0 ? (
            <EmptyState>Nobody here is called that.</EmptyState>
          ) : (
            <Rows label="People">
              {found.slice(0, count).map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  isMe={person.id === me}
                  isLastAdmin={person.role === 'admin' && admins === 1}
                  onRole={(given) => {
                    if (person.id === me) setLeaving({ person, role: given });
                    else change.mutate({ person, role: given });
                  }}
                />
              ))}
            </Rows>
          )}
          {found.length > count && (
            <Button
              variant="default"
              onClick={() => {
                setCount(count + 2 * STEP);
              }}
            >
              Show more ({plural(found.length - count, 'person', 'people')} left)
            </Button>
          )}
        </>
      )}
      <ConfirmDialog
        opened={leaving !== null}
        title="Stop being an admin?"
        confirmLabel={`Become ${roleWithArticle(leaving?.role ?? ROLES[0])}`}
        danger
        onClose={() => {
          setLeaving(null);
        }}
        onConfirm={() => {
          if (leaving) change.mutate(leaving);
          setLeaving(null);
        }}
      >
        You leave this area at once, and only another admin can bring you back. Your own work stays as it is.
      </ConfirmDialog>
    </Page>
  );
};

const nameOf = ({ display_name, email }: Profile): string => display_name || email;
