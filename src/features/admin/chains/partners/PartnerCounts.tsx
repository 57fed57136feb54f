import {
  type Certificate,
  certifiedPeople,
  COUNT_KEYS,
  type CountKey,
  type Counts,
  isExpiring,
} from '../../../../domain/chains/partner.ts';
import { formatCount, formatInstantDate, joinDetails, plural } from '../../../../ui/format.ts';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { ListRow } from '../../../../ui/ListRows.tsx';
import { LongListRows } from '../../../../ui/LongListRows.tsx';
import { Section } from '../../../../ui/Page.tsx';
import { PlainButton } from '../../../../ui/Button.tsx';
import { useAddressState } from '../../../../ui/address-state.ts';
import { COUNT_LABELS } from '../labels.ts';
import { crmLabel } from './CountCell.tsx';
import styles from './Partners.module.css';

const ADDRESS = ['count'] as const;

interface PartnerCountsProps {
  /** Ours. */
  counts: Counts;
  crm: Counts;
  certificates: readonly Certificate[];
  /** In milliseconds by the server's clock. */
  now: number;
}

/** The three numbers of a partner; the one that is chosen opens to the rows that it is made of. */
export const PartnerCounts = ({ counts, crm, certificates, now }: PartnerCountsProps) => {
  const [address, setAddress] = useAddressState(ADDRESS);
  const shown = COUNT_KEYS.find((key) => key === address.count);
  return (
    <Section title="Counts" detail="Choose a number to see what it is made of.">
      <div className={styles.counts}>
        {COUNT_KEYS.map((key) => (
          <PlainButton
            key={key}
            className={styles.countTile}
            aria-expanded={shown === key}
            disabled={counts[key] === null}
            onClick={() => {
              setAddress({ count: shown === key ? undefined : key });
            }}
          >
            <span className={styles.countLabel}>{COUNT_LABELS[key]}</span>
            <span className={styles.countValue}>{counts[key] === null ? '–' : formatCount(counts[key])}</span>
            <CrmCount own={counts[key]} crm={crm[key]} />
          </PlainButton>
        ))}
      </div>
      {counts.certified_people === null && (
        <EmptyState>No group of the LMS belongs to this partner, so nothing is counted and nothing is sent.</EmptyState>
      )}
      {shown && counts[shown] !== null && <CountRows shown={shown} certificates={certificates} now={now} />}
    </Section>
  );
};

const CrmCount = ({ own, crm }: { own: number | null; crm: number | null }) => (
  <span className={styles.countLabel} data-differs={(own !== null && own !== crm) || undefined}>
    {crm === null ? 'The CRM has none' : own === crm ? 'Same in the CRM' : `CRM: ${crmLabel(crm)}`}
  </span>
);

interface CountRowsProps {
  shown: CountKey;
  certificates: readonly Certificate[];
  now: number;
}

/** The rows that a number is made of. */
const CountRows = ({ shown, certificates, now }: CountRowsProps) => {
  const rows = shown === 'expiring_certificates' ? certificates.filter((row) => isExpiring(row, now)) : certificates;
  if (rows.length === 0) return <EmptyState>{EMPTY[shown]}</EmptyState>;
  return shown === 'certified_people' ? (
    <LongListRows
      label={COUNT_LABELS[shown]}
      items={certifiedPeople(rows)}
      render={(person) => (
        <ListRow
          key={person.id}
          title={person.name || person.email}
          detail={joinDetails(person.email, plural(person.certificates.length, 'certificate'))}
          trailing={`${formatCount(person.npcu)} NPCU`}
        />
      )}
    />
  ) : (
    <LongListRows
      label={COUNT_LABELS[shown]}
      items={rows}
      render={(row) => (
        <ListRow
          key={`${row.person_id} ${row.course ?? ''} ${row.completed_at}`}
          title={row.course ?? 'A course that the LMS no longer has'}
          detail={joinDetails(
            row.person || row.email,
            `Completed ${formatInstantDate(Date.parse(row.completed_at))}`,
            `Expires ${formatInstantDate(Date.parse(row.expires_at))}`,
          )}
          trailing={`${formatCount(row.npcu)} NPCU`}
        />
      )}
    />
  );
};

const EMPTY: Record<CountKey, string> = {
  certified_people: 'Nobody of this partner is certified.',
  total_npcu: 'There are no certificates that count.',
  expiring_certificates: 'No certificate expires within 90 days.',
};
