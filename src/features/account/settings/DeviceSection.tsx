import { useEffect, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import {
  readStorageState,
  requestPersistence,
  storageRiskOf,
  type StorageState,
} from '../../../store/storage-persistence.ts';
import { STORAGE_RISK_MESSAGES } from '../../../shared/sync/messages.ts';
import { formatBytes } from '../../../ui/format.ts';
import { Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { showToast } from '../../../ui/toast.tsx';

/** How much storage this device uses, and whether the browser may evict it. */
export const DeviceSection = () => {
  const [storage, setStorage] = useState<StorageState | null>(null);
  useEffect(() => {
    void readStorageState().then(setStorage);
  }, []);

  const requestPersistentStorage = async () => {
    const granted = await requestPersistence();
    setStorage(await readStorageState());
    showToast(
      granted
        ? 'Turned on. The browser won’t clear your data to free up space.'
        : 'The browser declined for now. It often agrees once Cadence is installed or used for a while.',
    );
  };

  return (
    <Section title="This device" detail={storage ? STORAGE_RISK_MESSAGES[storageRiskOf(storage)] : undefined}>
      <ListRows label="This device">
        <ListRow title="Space used" trailing={storage ? storageUsageLabel(storage) : '…'} />
        <ListRow
          title="Stop the browser clearing your data"
          detail={storage?.persisted === true ? 'On, even when space runs low' : 'Export regularly to be safe'}
          trailing={
            storage?.persisted === false ? (
              <Button variant="default" size="sm" onClick={() => requestPersistentStorage()}>
                Turn on
              </Button>
            ) : storage?.persisted === true ? (
              'On'
            ) : (
              'Unknown'
            )
          }
        />
      </ListRows>
    </Section>
  );
};

const storageUsageLabel = ({ used, quota }: StorageState): string => {
  if (used === null) return 'Unknown';
  return quota === null ? formatBytes(used) : `${formatBytes(used)} of ${formatBytes(quota)}`;
};
