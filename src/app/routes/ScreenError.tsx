import { Group } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';

/** Shown instead of a screen that failed to render or load. React logs the error itself to the console. */
export const ScreenError = ({ reset }: ErrorComponentProps): React.ReactNode => (
  <Page>
    <PageHeader title="Couldn’t open this page" />
    <ErrorNotice
      title="Something went wrong."
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
      Everything you saved is safe on this device. If Cadence was just updated, reload to finish the update.
    </ErrorNotice>
  </Page>
);
