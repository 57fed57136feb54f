import { type Lead, LEAD_STATUS_LABELS } from '../../domain/lead.ts';
import { Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { Highlighted } from './Highlighted.tsx';
import { excerpt } from './highlight.ts';

export const FoundLeads = ({ leads, words }: { leads: readonly Lead[]; words: readonly string[] }) =>
  leads.length > 0 && (
    <Section title="Leads">
      <Rows label="Leads found">
        {leads.map((lead) => (
          <Row
            key={lead.id}
            title={<Highlighted text={lead.name} words={words} />}
            detail={<Highlighted text={leadDetail(lead, words)} words={words} />}
            trailing={LEAD_STATUS_LABELS[lead.status]}
            link={{ to: '/leads/$id', params: { id: lead.id } }}
          />
        ))}
      </Rows>
    </Section>
  );

const leadDetail = ({ company, email, phone, notes }: Lead, words: readonly string[]): string =>
  [notes && excerpt(notes, words), company, email, phone].filter(Boolean).join(' · ');
