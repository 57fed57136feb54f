import { useMemo } from 'react';
import { useSession } from '../../../api/session.ts';
import { useTimeZone, useToday } from '../../../data/profile/local-clock.ts';
import type { ImportContext } from './import-run.ts';

/** The same object until something in it changes. */
export const useImportContext = (): ImportContext => {
  const today = useToday();
  const timeZone = useTimeZone();
  const isCoach = useSession(({ person }) => person?.role === 'coach' || person?.role === 'admin');
  return useMemo(() => ({ today, timeZone, isCoach }), [today, timeZone, isCoach]);
};
