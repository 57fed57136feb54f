import { ButtonLink } from '../ui/ButtonLink.tsx';
import { EmptyState } from '../ui/Messages.tsx';
import { Page, PageHeader } from '../ui/Page.tsx';

export const NotFound = (): React.ReactNode => (
  <Page as="main">
    <PageHeader title="Nothing here" />
    <EmptyState action={<ButtonLink to="/">Go to your work</ButtonLink>}>
      This address leads nowhere in Cadence. The link may be old or mistyped.
    </EmptyState>
  </Page>
);
