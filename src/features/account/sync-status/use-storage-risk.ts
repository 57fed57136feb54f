import { useEffect, useState } from 'react';
import { readStorageState, type StorageRisk, storageRiskOf } from '../../../store/storage-persistence.ts';

/** What may happen to what this device stores, as of the mount; `unknown` until it is read. */
export const useStorageRisk = (): StorageRisk => {
  const [risk, setRisk] = useState<StorageRisk>('unknown');
  useEffect(() => {
    let isMounted = true;
    void readStorageState().then((state) => {
      if (isMounted) setRisk(storageRiskOf(state));
    });
    return () => {
      isMounted = false;
    };
  }, []);
  return risk;
};
