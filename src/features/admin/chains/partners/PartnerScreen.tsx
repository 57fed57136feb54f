import { useDatasets, usePartner } from '../../../../data/chains/use-chains.ts';
import { countCertificates, type PartnerDetail } from '../../../../domain/chains/partner.ts';
import { useServerNow } from '../../../../shared/chains/use-server-now.ts';
import { joinDetails, plural } from '../../../../ui/format.ts';
import { ListRow, ListRows } from '../../../../ui/ListRows.tsx';
import { Page, PageHeader, Section } from '../../../../ui/Page.tsx';
import { useRouteParam } from '../../../../ui/use-route-param.ts';
import { FoundState } from '../FoundState.tsx';
import { CountsNotice } from './CountsNotice.tsx';
import { PartnerCounts } from './PartnerCounts.tsx';
import { PartnerGroups } from './PartnerGroups.tsx';
import { partnerDetails } from './partner-labels.ts';
import { PushList } from './PushList.tsx';

/** A partner: its counts with the rows that they are made of, its groups, and what was sent to the CRM. */
export const PartnerScreen = () => {
  const query = usePartner(useRouteParam('partner') ?? '');
  const { data } = query;
  return (
    <Page>
      <PageHeader
        title={data?.partner.name ?? 'Partner'}
        back={{ to: '/admin/partners', label: 'Partners' }}
        detail={data && joinDetails(...partnerDetails(data.partner))}
      />
      <FoundState query={query} skeletonRows={6} missing="The CRM has no such partner, or no longer." />
      {data && <PartnerContent detail={data} />}
    </Page>
  );
};

const PartnerContent = ({ detail }: { detail: PartnerDetail }) => {
  const now = useServerNow();
  const datasets = useDatasets().data;
  const { partner, contacts, groups, certificates, pushes } = detail;
  return (
    <>
      {datasets && <CountsNotice datasets={datasets} />}
      <PartnerCounts counts={countCertificates(detail, now)} crm={partner} certificates={certificates} now={now} />
      <PartnerGroups groups={groups} partner={partner} />
      <PushList pushes={pushes} />
      <Section title="In the CRM">
        <ListRows label="In the CRM">
          <ListRow title="Contacts" trailing={plural(contacts, 'contact')} />
          {partner.manager_name && (
            <ListRow
              title="Partner manager"
              detail={partner.manager_email}
              trailing={<bdi>{partner.manager_name}</bdi>}
            />
          )}
          <ListRow title="Id" trailing={partner.id} />
          {partner.crm_id && <ListRow title="CRM id" trailing={<bdi>{partner.crm_id}</bdi>} />}
        </ListRows>
      </Section>
    </>
  );
};
