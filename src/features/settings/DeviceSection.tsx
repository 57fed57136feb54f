import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { readStorageState, requestPersistence, type StorageState } from '../../store/persistence.ts';
import { formatBytes } from '../../ui/format.ts';
import { Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { showToast } from '../../ui/toast.tsx';

/** What this device keeps, and how safely. */
export const DeviceSection = () => {
  const [storage, setStorage] = useState<StorageState | null>(null);
  useEffect(() => {
    void readStorageState().then(setStorage);
  }, []);

  const protect = async () => {
    const granted = await requestPersistence();
    setStorage(await readStorageState());
    showToast(
      granted
        ? 'This device keeps your data for good.'
        : 'The browser did not agree yet. It often does once Cadence is installed or used for a while.',
    );
  };

  return (
    <Section title="This device">
      <Rows label="This device">
        <Row title="Space used" trailing={storage ? spaceOf(storage) : '…'} />
        <Row
          title="Kept when space runs low"
          detail={storage?.persisted === true ? 'The browser has promised it' : 'Export now and then, to be safe'}
          trailing={
            storage?.persisted === false ? (
              <Button variant="default" size="sm" onClick={() => void protect()}>
                Protect
              </Button>
            ) : storage?.persisted === true ? (
              'Yes'
            ) : (
              'Not known'
            )
          }
        />
      </Rows>
    </Section>
  );
};

const spaceOf = ({ used, quota }: StorageState): string => {
  if (used === null) return 'Not known';
  return quota === null ? formatBytes(used) : `${formatBytes(used)} of ${formatBytes(quota)}`;
};
