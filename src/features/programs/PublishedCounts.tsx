import { programCounts } from '../../remote/programs.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { plural } from '../../ui/format.ts';
import styles from './Programs.module.css';

/** How often a program was published and taken; nothing while that is not known. */
export const PublishedCounts = ({ program }: { program: string }) => {
  const { data } = useKeptQuery({ key: ['program-counts', program], read: () => programCounts(program) });
  if (!data) return null;
  const { published, imported, used } = data;
  return (
    <p className={styles.quiet}>
      {`Published ${plural(published, 'time')}. Taken for their own plan ${plural(imported, 'time')}, by enrollment ${plural(used, 'time')}.`}
    </p>
  );
};
