import { formatAmount, formatMoney } from '../../../domain/money/money.ts';
import { needsDecision, type Payment, totalPayments } from '../../../domain/money/payment.ts';
import type { PaymentScope } from '../../../data/payments/payments.ts';
import { usePayments } from '../../../data/payments/use-payments.ts';
import { downloadCsv } from '../../../shared/files/csv.ts';
import { FILE_ERROR_MESSAGE } from '../../../shared/files/export-download.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatInstant, joinDetails, plural } from '../../../ui/format.ts';
import { IconCoin, IconDownload } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { StatTile, StatTiles } from '../../../ui/StatTile.tsx';
import { showErrorToast } from '../../../ui/toast.tsx';
import { paymentRecord } from './labels.ts';
import { PaymentRow } from './PaymentRow.tsx';

const TITLES: Record<PaymentScope, string> = {
  payer: 'My payments',
  coach: 'Payments',
  admin: 'Payments without a coach',
};

const BACK = {
  payer: { to: '/my-programs', label: 'My programs' },
  coach: { to: '/programs', label: 'Programs' },
  admin: { to: '/admin/system', label: 'System' },
} as const;

const EMPTY: Record<PaymentScope, string> = {
  payer: 'What you pay for programs is listed here.',
  coach: 'Set a price in a program’s settings. What people pay, and what you confirm by hand, is listed here.',
  admin: 'Payments that match no person, and those of people who are no longer coaches, are listed here.',
};

export const MyPaymentsScreen = () => <PaymentsScreen scope="payer" />;
export const CoachPaymentsScreen = () => <PaymentsScreen scope="coach" />;
export const PaymentsWithoutCoachScreen = () => <PaymentsScreen scope="admin" />;

/** The payments that a person makes, those that a coach gets, or those that no coach decides about. */
const PaymentsScreen = ({ scope }: { scope: PaymentScope }) => {
  const query = usePayments(scope);
  const { payments = [], quotes = [] } = query.data ?? {};
  const undecided = scope === 'payer' ? [] : payments.filter(needsDecision);
  const others = payments.filter((payment) => !undecided.includes(payment));
  const exportCsv = () =>
    downloadCsv('payments', payments.map(paymentRecord)).catch(() => {
      showErrorToast(FILE_ERROR_MESSAGE);
    });
  const list = (label: string, items: readonly Payment[]) => (
    <ListRows label={label}>
      {items.map((payment) => (
        <PaymentRow key={payment.id} payment={payment} scope={scope} onChanged={query.refetch} />
      ))}
    </ListRows>
  );
  return (
    <Page>
      <PageHeader
        title={TITLES[scope]}
        back={BACK[scope]}
        actions={
          payments.length > 0 && (
            <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} onClick={exportCsv}>
              CSV
            </Button>
          )
        }
      />
      <QueryState audience={scope === 'admin' ? 'admin' : 'anyone'} query={query} skeletonRows={4} />
      {query.data && payments.length + quotes.length === 0 && (
        <EmptyState icon={<IconCoin size={24} aria-hidden />}>{EMPTY[scope]}</EmptyState>
      )}
      {scope === 'coach' && <Totals payments={payments} />}
      {undecided.length > 0 && (
        <Section title="Needs a decision" detail={plural(undecided.length, 'payment')}>
          {list('Payments that need a decision', undecided)}
        </Section>
      )}
      {quotes.length > 0 && (
        <Section title="Quoted, not paid yet">
          <ListRows label="Quoted, not paid yet">
            {quotes.map((quote) => (
              <ListRow
                key={quote.id}
                leading={<IconTile Icon={IconCoin} />}
                title={scope === 'payer' ? quote.program_title : quote.payer_name || 'Unknown person'}
                detail={joinDetails(
                  formatMoney(quote),
                  scope === 'coach' && quote.program_title,
                  `Quoted ${formatInstant(Date.parse(quote.created_at))}`,
                  scope === 'payer' && 'Pay in My programs',
                )}
                {...(scope === 'payer' && { link: { to: '/my-programs' } })}
              />
            ))}
          </ListRows>
        </Section>
      )}
      {others.length > 0 && (
        <Section title={undecided.length > 0 ? 'Other payments' : 'All payments'}>{list('Payments', others)}</Section>
      )}
    </Page>
  );
};

const Totals = ({ payments }: { payments: readonly Payment[] }) => {
  const totals = totalPayments(payments);
  if (totals.length === 0) return null;
  return (
    <StatTiles>
      {totals.map(({ currency, received, refunded }) => (
        <StatTile
          key={currency}
          label={`Received, ${currency}`}
          value={formatAmount({ amount: received - refunded, currency })}
          detail={refunded > 0 && `${formatMoney({ amount: refunded, currency })} refunded`}
        />
      ))}
    </StatTiles>
  );
};
