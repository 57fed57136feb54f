import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { type Lead, LEAD_STATUS_LABELS } from '../../../domain/leads/lead.ts';
import { getLeads } from '../../../data/leads/leads.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { TextField } from '../../../ui/Fields.tsx';
import { REJECTED_LABEL, useIsRejected } from '../../../shared/sync/rejected-row.tsx';
import { joinDetails, plural } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { IconPlus, IconSearch, IconUserPlus } from '../../../ui/icons.ts';
import { LongListRows } from '../../../ui/LongListRows.tsx';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useAddressState } from '../../../ui/address-state.ts';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { ListRow } from '../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { AddLeadSheet } from './AddLeadSheet.tsx';
import { ANY_STATUS, filterLeads, leadFilterOf } from './filter-leads.ts';
import styles from './Leads.module.css';
import { LeadStatusFilter } from './LeadStatusFilter.tsx';

const ADDRESS = ['q', 'status'] as const;

export const LeadsScreen = () => {
  const leads = useLiveQuery(getLeads, []);
  const [address, setAddress] = useAddressState(ADDRESS);
  const filter = leadFilterOf(address);
  const [isAdding, setAdding] = useState(false);
  const add = () => {
    setAdding(true);
  };
  const found = leads && filterLeads(leads, filter);

  return (
    <Page>
      <PageHeader
        title="Leads"
        {...(leads && leads.length > 0 && { detail: plural(leads.length, 'lead') })}
        actions={
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            Add lead
          </Button>
        }
      />
      {leads && leads.length > 0 && (
        <div className={styles.filters}>
          <TextField
            type="search"
            aria-label="Search leads"
            placeholder="Name, company, email or phone"
            leftSection={<IconSearch size={18} aria-hidden />}
            value={filter.text}
            onChange={(event) => {
              setAddress({ q: event.currentTarget.value });
            }}
          />
          <LeadStatusFilter
            leads={leads}
            value={filter.status}
            onChange={(status) => {
              setAddress({ status: status === ANY_STATUS ? undefined : status });
            }}
          />
        </div>
      )}
      {!found ? (
        <SkeletonRows count={6} />
      ) : leads.length === 0 ? (
        <SyncedEmptyState
          icon={<IconUserPlus size={24} aria-hidden />}
          action={
            <Button variant="default" onClick={add}>
              Add your first lead
            </Button>
          }
        >
          Leads are the people your work is about. Add one, and its history fills in as you log.
        </SyncedEmptyState>
      ) : found.length === 0 ? (
        <EmptyState
          action={
            <Button
              variant="default"
              onClick={() => {
                setAddress({ q: undefined, status: undefined });
              }}
            >
              Show all
            </Button>
          }
        >
          {'No leads match.'}
        </EmptyState>
      ) : (
        <LongListRows label="Leads" items={found} render={(lead) => <LeadRow key={lead.id} lead={lead} />} />
      )}
      <AddLeadSheet
        opened={isAdding}
        onClose={() => {
          setAdding(false);
        }}
      />
    </Page>
  );
};

const LeadRow = ({ lead }: { lead: Lead }) => (
  <ListRow
    leading={<Initials name={lead.name} />}
    title={lead.name}
    detail={joinDetails(useIsRejected(lead.id) && REJECTED_LABEL, lead.company ?? lead.email ?? lead.phone)}
    trailing={
      <span className={styles.status} data-status={lead.status}>
        {LEAD_STATUS_LABELS[lead.status]}
      </span>
    }
    link={{ to: '/leads/$id', params: { id: lead.id } }}
  />
);

/** Decorative: the name is beside them. */
const Initials = ({ name }: { name: string }) => (
  <span className={styles.initials} aria-hidden>
    {formatName(name)
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, 2)
      .map((word) => /^./u.exec(word)?.[0].toUpperCase())
      .join('')}
  </span>
);
