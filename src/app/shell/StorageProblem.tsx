import { Group } from '@mantine/core';
import { ReloadButton } from '../../ui/ReloadButton.tsx';
import { Button } from '../../ui/Button.tsx';
import { useState } from 'react';
import {
  hasLegacyData,
  LEGACY_STORAGE_KEY,
  readLegacyData,
  removeLegacyData,
} from '../../features/account/import/legacy-storage.ts';
import { STORAGE_MESSAGES } from '../../shared/errors/storage-messages.ts';
import type { StorageErrorCode } from '../../store/storage-error.ts';
import { downloadFile } from '../../ui/download.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { AuthFrame } from './AuthLayout.tsx';

/** In place of the app while the person's database cannot be opened. */
export const StorageProblem = ({ code, onRetry }: { code: StorageErrorCode; onRetry: () => void }) => {
  const { title, details } = STORAGE_MESSAGES[code];
  return (
    <AuthFrame>
      <ErrorNotice
        title={title}
        action={
          <Group gap="sm">
            <Button onClick={onRetry}>Try again</Button>
            <ReloadButton variant="default" />
          </Group>
        }
      >
        {details}
      </ErrorNotice>
      {code === 'full' && hasLegacyData() && <LegacySpace />}
    </AuthFrame>
  );
};

/** Frees what an older app has left in the browser. The file can be imported later, on any device. */
const LegacySpace = () => {
  const [step, setStep] = useState<'stored' | 'downloaded' | 'removed'>('stored');
  return (
    <ErrorNotice
      tone="info"
      title={
        step === 'removed' ? 'Your previous app’s data was removed.' : 'Your previous app’s data takes up space here.'
      }
      action={
        step !== 'removed' && (
          <Group gap="sm">
            <Button
              variant="default"
              onClick={async () => {
                const data = readLegacyData(LEGACY_STORAGE_KEY) ?? '';
                if (await downloadFile('previous-app.json', data, 'application/json')) setStep('downloaded');
              }}
            >
              Download it
            </Button>
            {step === 'downloaded' && (
              <Button
                color="red"
                variant="light"
                onClick={() => {
                  removeLegacyData(LEGACY_STORAGE_KEY);
                  setStep('removed');
                }}
              >
                Remove from this browser
              </Button>
            )}
          </Group>
        )
      }
    >
      {step === 'removed'
        ? 'Import the downloaded file later, under Import.'
        : 'Download it as a file, then remove it here. You can import the file later.'}
    </ErrorNotice>
  );
};
