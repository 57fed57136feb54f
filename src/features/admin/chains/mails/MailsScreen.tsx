import { useMailRecipients } from '../../../../data/chains/use-chains.ts';
import { QueryNotice } from '../../../../shared/queries/QueryNotice.tsx';
import { plural } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { IconMail } from '../../../../ui/icons.ts';
import { IconTile } from '../../../../ui/IconTile.tsx';
import { ListRow, ListRows } from '../../../../ui/ListRows.tsx';
import { Page, PageHeader, Section } from '../../../../ui/Page.tsx';
import { SkeletonRows } from '../../../../ui/Skeletons.tsx';
import { DataTabs } from '../DataTabs.tsx';
import { ExecutivesForm } from './ExecutivesForm.tsx';
import { MailList } from './MailList.tsx';
import { ReportPreviewButton } from './ReportPreviewButton.tsx';

/** Who gets the weekly reports and alerts, what they say now, and what became of each mail. */
export const MailsScreen = () => {
  const recipients = useMailRecipients();
  const { data } = recipients;
  return (
    <Page>
      <PageHeader title="Mail" detail="Weekly reports on Mondays, alerts at once." />
      <DataTabs />
      {!data && (
        <QueryNotice
          audience="admin"
          errorCode={recipients.failure?.code ?? null}
          savedAt={null}
          onRetry={() => recipients.refetch()}
        />
      )}
      {recipients.isLoading && <SkeletonRows />}
      {data && (
        <>
          <Section title="Report for executives">
            <ExecutivesForm
              key={data.executives.emails.join()}
              executives={data.executives}
              onSaved={recipients.refetch}
            />
          </Section>
          <Section title="Reports for partner managers">
            <ListRows label="Partner managers">
              {data.managers.map(({ email, name, partners }) => (
                <ListRow
                  key={email}
                  leading={<IconTile Icon={IconMail} />}
                  title={name ?? email}
                  detail={`${email}, ${plural(partners, 'partner')}`}
                  action={
                    <ReportPreviewButton kind="pam_weekly_report" manager={email} name={formatName(name ?? email)} />
                  }
                />
              ))}
              {data.invalid_managers.map(({ email, partners }) => (
                <ListRow
                  key={`${email} ${String(partners)}`}
                  leading={<IconTile Icon={IconMail} />}
                  title={email === '' ? 'No address' : email}
                  detail={`Nobody gets a report about ${plural(partners, 'partner')}: this is no email address. Correct it in the CRM.`}
                  muted
                />
              ))}
            </ListRows>
          </Section>
          <Section title="Alerts">
            <p>{`They go to all admins: ${data.alerts.join(', ')}.`}</p>
          </Section>
        </>
      )}
      <Section title="Outbox">
        <MailList />
      </Section>
    </Page>
  );
};
