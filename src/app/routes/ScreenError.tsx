import { Group } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ReloadButton } from '../../ui/ReloadButton.tsx';
import { Button } from '../../ui/Button.tsx';
import { STORAGE_MESSAGES } from '../../shared/errors/storage-messages.ts';
import { storageErrorCode } from '../../store/storage-error.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';

/** Shown instead of a screen that failed to render or load. React logs the error itself to the console. */
export const ScreenError = ({ error, reset }: ErrorComponentProps): React.ReactNode => {
  const code = storageErrorCode(error);
  const { title, details } = code ? STORAGE_MESSAGES[code] : OTHER_ERROR;
  return (
    <Page>
      <PageHeader title="Couldn’t open this page" />
      <ErrorNotice
        title={title}
        action={
          <Group gap="sm">
            <Button variant="default" onClick={reset}>
              Try again
            </Button>
            <ReloadButton />
          </Group>
        }
      >
        {details}
      </ErrorNotice>
    </Page>
  );
};

const OTHER_ERROR = {
  title: 'Something went wrong.',
  details: 'Everything you saved is safe on this device. If Cadence was just updated, reload to finish the update.',
};
