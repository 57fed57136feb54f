import type { LinkProps } from '@tanstack/react-router';
import { useMemo } from 'react';
import { usePeople } from '../../data/admin/use-people.ts';
import { acceptedClients, useConnections } from '../../data/coaching/use-connections.ts';
import { useCohorts } from '../../data/cohorts/use-cohorts.ts';
import { useToday } from '../../data/profile/local-clock.ts';
import { readSearchIndex, search } from '../../data/search/search.ts';
import { displayName, type Role } from '../../domain/profiles/profile.ts';
import { matchesTerms, searchableText, searchTerms } from '../../domain/values/fold.ts';
import { useLiveQuery } from '../../store/live-query.ts';
import { formatDate, joinDetails } from '../../ui/format.ts';
import { canAccess } from '../access.ts';

/** A lead, an activity or another row with a screen of its own. */
interface PaletteRecord {
  id: string;
  label: string;
  detail: string;
  link: LinkProps;
}

interface PaletteGroup {
  label: string;
  records: PaletteRecord[];
}

const GROUP_LIMIT = 5;

/**
 * The records that a text finds, by kind: on this device the person's own work and programs, and, as far as they were
 * loaded, clients, cohorts and reps. Reads nothing while the palette is closed.
 */
export const usePaletteRecords = (role: Role, query: string, opened: boolean): PaletteGroup[] => {
  const coaches = canAccess(role, 'coaching');
  const isAdmin = role === 'admin';
  const today = useToday();
  const index = useLiveQuery((db) => (opened ? readSearchIndex(db) : Promise.resolve(null)), [opened]);
  const connections = useConnections(opened && coaches).data;
  const cohorts = useCohorts(opened && coaches).data;
  const people = usePeople(opened && isAdmin).data;

  return useMemo(() => {
    const terms = searchTerms(query);
    if (terms.length === 0) return [];
    const found = index && search(index, query, GROUP_LIMIT);
    const matching = <Item>(items: readonly Item[] | undefined, textsOf: (item: Item) => string[]): Item[] =>
      (items ?? []).filter((item) => matchesTerms(searchableText(...textsOf(item)), terms)).slice(0, GROUP_LIMIT);

    const groups: PaletteGroup[] = [];
    const add = <Item>(label: string, items: readonly Item[] | undefined, recordOf: (item: Item) => PaletteRecord) => {
      if (items && items.length > 0) groups.push({ label, records: items.map(recordOf) });
    };
    if (canAccess(role, 'work')) {
      add('Leads', found?.leads, (lead) => ({
        id: `lead ${lead.id}`,
        label: lead.name,
        detail: joinDetails(lead.company, lead.phone, lead.email),
        link: { to: '/leads/$id', params: { id: lead.id } },
      }));
    }
    if (isAdmin) {
      add(
        'Reps',
        matching(
          people?.filter((person) => person.role !== 'admin'),
          (person) => [person.display_name, person.email],
        ),
        (person) => ({
          id: `rep ${person.id}`,
          label: displayName(person),
          detail: person.email,
          link: { to: '/admin/reps/$userId', params: { userId: person.id } },
        }),
      );
    }
    if (coaches) {
      add(
        'Clients',
        matching(connections && acceptedClients(connections), (client) => [client.name, client.email]),
        (client) => ({
          id: `client ${client.id}`,
          label: client.name,
          detail: client.email,
          link: { to: '/clients/$id', params: { id: client.id } },
        }),
      );
      add('Programs', found?.programs, (program) => ({
        id: `program ${program.id}`,
        label: program.title,
        detail: '',
        link: { to: '/programs/$id', params: { id: program.id } },
      }));
      add(
        'Cohorts',
        matching(cohorts, (cohort) => [cohort.name]),
        (cohort) => ({
          id: `cohort ${cohort.id}`,
          label: cohort.name,
          detail: formatDate(cohort.start_date, today),
          link: { to: '/cohorts/$id', params: { id: cohort.id } },
        }),
      );
    }
    if (canAccess(role, 'work')) {
      add('Your programs', found?.enrollments, (enrollment) => ({
        id: `enrollment ${enrollment.id}`,
        label: enrollment.program_title,
        detail: formatDate(enrollment.start_date, today),
        link: { to: '/my-programs' },
      }));
      add('Tasks', found?.tasks, (task) => ({
        id: `task ${task.id}`,
        label: task.title,
        detail: formatDate(task.date, today),
        link: { to: '/task/$id', params: { id: task.id } },
      }));
      add('Activities', found?.activities, (activity) => ({
        id: `activity ${activity.id}`,
        label: activity.title,
        detail: joinDetails(
          formatDate(activity.date, today),
          activity.lead_id !== null && index?.leadNames.get(activity.lead_id),
        ),
        link: { to: '/activity/$id', params: { id: activity.id } },
      }));
    }
    return groups;
  }, [role, query, index, connections, cohorts, people, today, coaches, isAdmin]);
};
