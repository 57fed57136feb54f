import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Lead, LEAD_STATUS_LABELS } from '../../domain/lead.ts';
import { getLeads } from '../../store/leads.ts';
import { useLive } from '../../store/react.ts';
import { TextField } from '../../ui/Fields.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { IconPlus, IconSearch, IconUserPlus } from '../../ui/icons.ts';
import { LongRows } from '../../ui/LongRows.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { Row } from '../../ui/Rows.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { AddLeadSheet } from './AddLeadSheet.tsx';
import { ANY_STATUS, filterLeads, type LeadFilter } from './filter-leads.ts';
import { Initials } from './Initials.tsx';
import styles from './Leads.module.css';
import { StatusFilter } from './StatusFilter.tsx';

/** Everybody that the person's work is about. */
export const LeadsScreen = () => {
  const leads = useLive(getLeads, []);
  const [filter, setFilter] = useState<LeadFilter>({ text: '', status: ANY_STATUS });
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
            placeholder="Name, company, mail or phone"
            leftSection={<IconSearch size={18} aria-hidden />}
            value={filter.text}
            onChange={(event) => {
              setFilter({ ...filter, text: event.currentTarget.value });
            }}
          />
          <StatusFilter
            leads={leads}
            value={filter.status}
            onChange={(status) => {
              setFilter({ ...filter, status });
            }}
          />
        </div>
      )}
      {!found ? (
        <SkeletonRows count={6} />
      ) : leads.length === 0 ? (
        <EmptyState
          icon={<IconUserPlus size={24} aria-hidden />}
          action={
            <Button variant="default" onClick={add}>
              Add your first lead
            </Button>
          }
        >
          Leads are the people your work is about. Add one, and its history builds itself as you log.
        </EmptyState>
      ) : found.length === 0 ? (
        <EmptyState
          action={
            <Button
              variant="default"
              onClick={() => {
                setFilter({ text: '', status: ANY_STATUS });
              }}
            >
              Show all
            </Button>
          }
        >
          {`None of your ${formatCount(leads.length)} leads fits.`}
        </EmptyState>
      ) : (
        <LongRows label="Leads" items={found} render={(lead) => <LeadRow key={lead.id} lead={lead} />} />
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
  <Row
    leading={<Initials name={lead.name} />}
    title={lead.name}
    detail={lead.company ?? lead.email ?? lead.phone}
    trailing={
      <span className={styles.status} data-status={lead.status}>
        {LEAD_STATUS_LABELS[lead.status]}
      </span>
    }
    link={{ to: '/leads/$id', params: { id: lead.id } }}
  />
);
