import { useDeletedEnrollments } from '../../../data/enrollments/deleted-enrollments.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { formatInstantDay } from '../../../ui/format.ts';
import { IconLayoutList } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { Section } from '../../../ui/Page.tsx';

/** Says which programs that the person was in are deleted, and when; nothing where there are none. */
export const DeletedPrograms = () => {
  const deleted = useDeletedEnrollments(useDatabase().userId);
  if (deleted.length === 0) return null;
  return (
    <Section title="Deleted programs">
      <ListRows label="Deleted programs">
        {deleted.map(({ id, program_title, deleted_at }) => (
          <ListRow
            key={id}
            leading={<IconTile Icon={IconLayoutList} />}
            title={program_title}
            detail={`Deleted ${formatInstantDay(Date.parse(deleted_at))}. You get no new tasks from it; what you did is kept.`}
            muted
          />
        ))}
      </ListRows>
    </Section>
  );
};
