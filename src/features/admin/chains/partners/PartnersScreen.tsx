import { useMemo } from 'react';
import { useDatasets, usePartners, useUnlinkedGroups } from '../../../../data/chains/use-chains.ts';
import type { ListedPartner } from '../../../../domain/chains/partner.ts';
import { QueryState } from '../../../../shared/queries/QueryNotice.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { ButtonLink } from '../../../../ui/ButtonLink.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { formatCount, plural } from '../../../../ui/format.ts';
import { IconBuilding } from '../../../../ui/icons.ts';
import { ListRows } from '../../../../ui/ListRows.tsx';
import { LongListRows } from '../../../../ui/LongListRows.tsx';
import { NavRow } from '../../../../ui/NavRow.tsx';
import { Page, PageHeader } from '../../../../ui/Page.tsx';
import { useAddressState } from '../../../../ui/address-state.ts';
import { useMediaQuery } from '../../../../ui/use-media-query.ts';
import { DataTabs } from '../DataTabs.tsx';
import { CountsNotice } from './CountsNotice.tsx';
import { filterPartners, partnerFilterOf } from './partner-list.ts';
import { PartnerFilters } from './PartnerFilters.tsx';
import { PartnerRow } from './PartnerRow.tsx';
import { PartnersTable } from './PartnersTable.tsx';

const ADDRESS = ['q', 'show'] as const;

/** All partners with what their people are certified for, beside what the CRM has. */
export const PartnersScreen = () => {
  const partners = usePartners();
  const datasets = useDatasets();
  const [{ q: text = '', show }, setAddress] = useAddressState(ADDRESS);
  const filter = partnerFilterOf(show);
  const found = useMemo(() => filterPartners(partners.data ?? [], text, filter), [partners.data, text, filter]);
  const all = partners.data?.length ?? 0;
  return (
    <Page width="wide">
      <PageHeader
        title="Partners"
        detail="What their people are certified for, as counted here, and as the CRM last had it."
      />
      <DataTabs />
      <QueryState audience="admin" query={partners} skeletonRows={8} />
      {datasets.data && all > 0 && <CountsNotice datasets={datasets.data} />}
      <UnlinkedGroupsRow />
      {partners.data && all === 0 && (
        <EmptyState
          icon={<IconBuilding size={22} aria-hidden />}
          action={<ButtonLink to="/admin/chains">Go to chains</ButtonLink>}
        >
          No partners have been loaded yet. The daily chain loads them from the CRM.
        </EmptyState>
      )}
      {all > 0 && (
        <>
          <PartnerFilters
            text={text}
            filter={filter}
            count={
              found.length === all
                ? plural(all, 'partner')
                : `${formatCount(found.length)} of ${plural(all, 'partner')}`
            }
            onTextChange={(q) => {
              setAddress({ q });
            }}
            onFilterChange={(value) => {
              setAddress({ show: value === 'all' ? undefined : value });
            }}
          />
          {found.length > 0 ? (
            <PartnerList partners={found} />
          ) : (
            <EmptyState
              action={
                <Button
                  variant="default"
                  onClick={() => {
                    setAddress({ q: undefined, show: undefined });
                  }}
                >
                  Clear filters
                </Button>
              }
            >
              No partners match these filters.
            </EmptyState>
          )}
        </>
      )}
    </Page>
  );
};

const PartnerList = ({ partners }: { partners: ListedPartner[] }) =>
  useMediaQuery('(max-width: 61.99em)') ? (
    <LongListRows
      label="Partners"
      items={partners}
      rowHeight={96}
      render={(partner) => <PartnerRow key={partner.id} partner={partner} />}
    />
  ) : (
    <PartnersTable partners={partners} />
  );

const UnlinkedGroupsRow = () => {
  const groups = useUnlinkedGroups().data ?? [];
  const ambiguous = groups.filter(({ candidates }) => candidates.length > 0).length;
  if (groups.length === 0) return null;
  return (
    <ListRows label="Groups">
      <NavRow
        to="/admin/partners/groups"
        title={`${plural(groups.length, 'LMS group')} without a partner`}
        detail={
          ambiguous > 0
            ? `${formatCount(ambiguous)} of them not clear: several have the same name`
            : 'None has the name of a partner'
        }
        Icon={IconBuilding}
      />
    </ListRows>
  );
};
