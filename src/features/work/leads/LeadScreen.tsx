import { getLead, getLeadActivities } from '../../../data/leads/leads.ts';
import { RowScreen } from '../../../shared/rows/RowScreen.tsx';
import type { CadenceDatabase } from '../../../store/database.ts';
import { LeadForm } from './LeadForm.tsx';

/** One lead with its status, its history and its details. */
export const LeadScreen = () => (
  <RowScreen title="Lead" back={{ to: '/leads', label: 'Leads' }} read={readLead}>
    {(row) => <LeadForm {...row} />}
  </RowScreen>
);

const readLead = async (db: CadenceDatabase, id: string) => {
  const [lead, history] = await Promise.all([getLead(db, id), getLeadActivities(db, id)]);
  return lead && { lead, history };
};
