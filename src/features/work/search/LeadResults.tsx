import { type Lead, LEAD_STATUS_LABELS } from '../../../domain/leads/lead.ts';
import { Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { HighlightedText } from './HighlightedText.tsx';
import { excerpt } from './highlight.ts';
import { formatCount, joinDetails } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';

interface LeadResultsProps {
  leads: readonly Lead[];
  terms: readonly string[];
  /** There are more results than `leads`. */
  isTruncated: boolean;
}

export const LeadResults = ({ leads, terms, isTruncated }: LeadResultsProps) =>
  leads.length > 0 && (
    <Section
      title="Leads"
      {...(isTruncated && { detail: `The first ${formatCount(leads.length)}. Keep typing to narrow results.` })}
    >
      <ListRows label="Leads found">
        {leads.map((lead) => (
          <ListRow
            key={lead.id}
            title={<HighlightedText text={formatName(lead.name)} terms={terms} />}
            detail={<HighlightedText text={leadDetail(lead, terms)} terms={terms} />}
            trailing={LEAD_STATUS_LABELS[lead.status]}
            link={{ to: '/leads/$id', params: { id: lead.id } }}
          />
        ))}
      </ListRows>
    </Section>
  );

const leadDetail = ({ company, email, phone, notes }: Lead, terms: readonly string[]): string =>
  joinDetails(notes && excerpt(notes, terms), company, email, phone);
