import { Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';

/** The way to invitations of coaches, and out of what was accepted. */
export const CoachesSection = () => (
  <Section title="Coaching">
    <Rows label="Coaching">
      <Row title="Coaches" detail="Who coaches you, and invitations" link={{ to: '/coaches' }} />
    </Rows>
  </Section>
);
