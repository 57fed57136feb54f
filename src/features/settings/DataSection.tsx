import { useFlag } from '../../store/use-flag.ts';
import { Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';

/** The ways in and out for a person's work. */
export const DataSection = () => {
  const canImport = useFlag('local_import');
  return (
    <Section title="Your data">
      <Rows label="Your data">
        {canImport && <Row title="Import" detail="Bring your work from the older app" link={{ to: '/import' }} />}
        <Row title="Export" detail="All that is yours, JSON or CSV" link={{ to: '/export' }} />
      </Rows>
    </Section>
  );
};
