import { createColumnHelper } from '@tanstack/react-table';
import { Link } from '@tanstack/react-router';
import { COUNT_KEYS, differsFromCrm, type ListedPartner } from '../../../../domain/chains/partner.ts';
import { compareTexts } from '../../../../domain/values/collation.ts';
import { formatCount, joinDetails } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { rowLinkClass, VirtualTable } from '../../../../ui/VirtualTable.tsx';
import { COUNT_LABELS } from '../labels.ts';
import { CountCell } from './CountCell.tsx';
import { partnerDetails, partnerState } from './partner-labels.ts';
import styles from './Partners.module.css';

/** All partners in a large window. */
export const PartnersTable = ({ partners }: { partners: ListedPartner[] }) => (
  <VirtualTable
    label="Partners"
    items={partners}
    columns={COLUMNS}
    idOf={idOf}
    sortedBy="name"
    gridClass={styles.columns}
  />
);

const idOf = ({ id }: ListedPartner): string => id;

const column = createColumnHelper<ListedPartner>();

const COLUMNS = [
  column.accessor('name', {
    header: 'Name',
    sortingFn: (a, b) => compareTexts(a.original.name, b.original.name),
    cell: ({ row: { original: partner } }) => (
      <>
        <Link to="/admin/partners/$partner" params={{ partner: partner.id }} className={rowLinkClass}>
          <span dir="auto">{formatName(partner.name)}</span>
        </Link>
        <span className={styles.cellDetail}>{joinDetails(...partnerDetails(partner))}</span>
      </>
    ),
  }),
  ...COUNT_KEYS.map((key) =>
    column.accessor((partner) => partner[key] ?? -1, {
      id: key,
      header: COUNT_LABELS[key],
      sortDescFirst: true,
      cell: ({ row }) => <CountCell partner={row.original} countKey={key} />,
    }),
  ),
  column.accessor('groups', {
    header: 'Groups',
    sortDescFirst: true,
    cell: ({ getValue }) => formatCount(getValue()),
  }),
  column.accessor((partner) => Number(differsFromCrm(partner)), {
    id: 'state',
    header: 'In the CRM',
    sortDescFirst: true,
    cell: ({ row: { original: partner } }) => {
      const { tone, label } = partnerState(partner);
      return (
        <StatusDot tone={tone} wraps>
          {label}
        </StatusDot>
      );
    },
  }),
];
