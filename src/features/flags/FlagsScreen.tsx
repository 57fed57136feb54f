import { useState } from 'react';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { type StatusTone, StatusDot } from '../../ui/StatusDot.tsx';
import { describeAudience, type Reach, reachOf } from './audience.ts';
import { FlagSheet } from './FlagSheet.tsx';
import { useFlags } from './use-flags.ts';

const REACHES: Record<Reach, { tone: StatusTone; word: string }> = {
  everyone: { tone: 'good', word: 'On' },
  some: { tone: 'busy', word: 'For some' },
  nobody: { tone: 'quiet', word: 'Off' },
};

interface Edited {
  name: string | null;
  opened: boolean;
}

/** What is on for whom. */
export const FlagsScreen = () => {
  const flags = useFlags();
  const [edited, setEdited] = useState<Edited>({ name: null, opened: false });
  const flag = flags.data?.find(({ name }) => name === edited.name);
  return (
    <Page>
      <PageHeader
        title="Flags"
        detail="What is on for whom. Devices hear of a change within minutes, or when they are next online."
      />
      <AnswerState of={flags} rows={3} />
      {flags.data?.length === 0 && <EmptyState>There are no flags.</EmptyState>}
      {flags.data && flags.data.length > 0 && (
        <Rows label="Flags">
          {flags.data.map((one) => {
            const { tone, word } = REACHES[reachOf(one)];
            return (
              <Row
                key={one.name}
                title={one.name}
                detail={describeAudience(one)}
                trailing={<StatusDot tone={tone}>{word}</StatusDot>}
                onClick={() => {
                  setEdited({ name: one.name, opened: true });
                }}
              />
            );
          })}
        </Rows>
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
