import { Button, Group } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorNotice } from '../ui/Messages.tsx';
import { Page, PageHeader } from '../ui/Page.tsx';

/** What stands in for a screen that could not be shown. The error itself is the console's business. */
export const ScreenFailure = ({ reset }: ErrorComponentProps): React.ReactNode => (
  <Page>
    <PageHeader title="This screen did not open" />
    <ErrorNotice
      title="Something went wrong while showing it."
      action={
        <Group gap="sm">
          <Button variant="default" onClick={reset}>
            Try again
          </Button>
          <Button
            onClick={() => {
              location.reload();
            }}
          >
            Reload
          </Button>
        </Group>
      }
    >
      What you have saved is safe on this device. If a new version has just arrived, reloading fetches the rest of it.
    </ErrorNotice>
  </Page>
);
