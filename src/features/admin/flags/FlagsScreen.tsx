import { useState } from 'react';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { type StatusTone, StatusDot } from '../../../ui/StatusDot.tsx';
import { describeAudience, type Reach, reachOf } from './audience.ts';
import { FlagSheet } from './FlagSheet.tsx';
import { flagLabel } from './labels.ts';
import { useFlags } from './use-flags.ts';

const REACH_BADGES: Record<Reach, { tone: StatusTone; label: string }> = {
  everyone: { tone: 'good', label: 'On' },
  some: { tone: 'busy', label: 'For some' },
  nobody: { tone: 'quiet', label: 'Off' },
};

interface EditedFlag {
  name: string | null;
  opened: boolean;
}

export const FlagsScreen = () => {
  const flags = useFlags();
  const [edited, setEdited] = useState<EditedFlag>({ name: null, opened: false });
  const flag = flags.data?.find(({ name }) => name === edited.name);
  return (
    <Page>
      <PageHeader
        title="Flags"
        detail="Who each feature is on for. Devices pick up changes within minutes, or when they are next online."
      />
      <QueryState audience="admin" query={flags} skeletonRows={3} />
      {flags.data?.length === 0 && <EmptyState>There are no flags.</EmptyState>}
      {flags.data && flags.data.length > 0 && (
        <ListRows label="Flags">
          {flags.data.map((listed) => {
            const { tone, label } = REACH_BADGES[reachOf(listed)];
            return (
              <ListRow
                key={listed.name}
                title={flagLabel(listed.name)}
                detail={describeAudience(listed)}
                trailing={<StatusDot tone={tone}>{label}</StatusDot>}
                onClick={() => {
                  setEdited({ name: listed.name, opened: true });
                }}
              />
            );
          })}
        </ListRows>
      )}
      <FlagSheet
        flag={flag}
        opened={edited.opened}
        onClose={() => {
          setEdited({ ...edited, opened: false });
        }}
      />
    </Page>
  );
};
