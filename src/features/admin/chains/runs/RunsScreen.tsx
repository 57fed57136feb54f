import { useTimetable } from '../../../../data/chains/use-chains.ts';
import { RUN_STATUSES } from '../../../../domain/chains/run.ts';
import { SelectField } from '../../../../ui/Fields.tsx';
import { formatName } from '../../../../ui/format-name.ts';
import { Page, PageHeader } from '../../../../ui/Page.tsx';
import { useAddressState } from '../../../../ui/address-state.ts';
import { DataTabs } from '../DataTabs.tsx';
import { RUN_STATUS_LABELS } from '../labels.ts';
import styles from './Runs.module.css';
import { RunsPage } from './RunsPage.tsx';

const ADDRESS = ['chain', 'status'] as const;

/** All runs of the last month, by chain and state. */
export const RunsScreen = () => {
  const [address, setAddress] = useAddressState(ADDRESS);
  const timetable = useTimetable().data ?? [];
  const { chain } = address;
  const status = RUN_STATUSES.find((known) => known === address.status);
  const titles = timetable.map(({ name, title }) => ({ value: name, label: formatName(title) }));
  return (
    <Page>
      <PageHeader title="Runs" detail="Runs are kept for 30 days." />
      <DataTabs />
      <div className={styles.filters} role="search" aria-label="Runs">
        <SelectField
          aria-label="Chain"
          data={[
            { value: '', label: 'All chains' },
            ...titles,
            // One of an address that the timetable does not have, or not yet.
            ...(chain !== undefined && !titles.some(({ value }) => value === chain)
              ? [{ value: chain, label: formatName(chain) }]
              : []),
          ]}
          value={chain ?? ''}
          onChange={(event) => {
            setAddress({ chain: event.currentTarget.value });
          }}
        />
        <SelectField
          aria-label="State"
          data={[
            { value: '', label: 'All states' },
            ...RUN_STATUSES.map((value) => ({ value, label: RUN_STATUS_LABELS[value] })),
          ]}
          value={status ?? ''}
          onChange={(event) => {
            setAddress({ status: event.currentTarget.value });
          }}
        />
      </div>
      <RunsPage
        key={`${chain ?? ''} ${status ?? ''}`}
        filter={{ chain, status }}
        timetable={timetable}
        onClearFilter={() => {
          setAddress({ chain: undefined, status: undefined });
        }}
      />
    </Page>
  );
};
