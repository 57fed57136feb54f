import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';

export const NotFound = (): React.ReactNode => (
  <Page as="main">
    <PageHeader title="Page not found" />
    <EmptyState action={<ButtonLink to="/">Go to start page</ButtonLink>}>
      The link may be outdated or mistyped.
    </EmptyState>
  </Page>
);
