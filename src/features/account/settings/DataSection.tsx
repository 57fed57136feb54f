import { useFlag } from '../../../data/flags/use-flag.ts';
import { Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';

export const DataSection = () => {
  const canImport = useFlag('local_import');
  return (
    <Section title="Your data">
      <ListRows label="Your data">
        {canImport && <ListRow title="Import" detail="From an export or your previous app" link={{ to: '/import' }} />}
        <ListRow title="Export" detail="All your data, JSON or CSV" link={{ to: '/export' }} />
      </ListRows>
    </Section>
  );
};
