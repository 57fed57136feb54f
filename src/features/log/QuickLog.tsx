import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useId, useRef, useState } from 'react';
import { createLead, getLeads } from '../../store/leads.ts';
import { deleteActivity } from '../../store/program.ts';
import { useLive, useStore, useTimeZone, useToday } from '../../store/react.ts';
import { watchersAnswered } from '../../store/watch.ts';
import { attempt } from '../../ui/attempt.ts';
import { type QuickLogPreset, useQuickLog } from '../../ui/quick-log.ts';
import { useSearchParam } from '../../ui/route.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast } from '../../ui/toast.tsx';
import { dropDraft, EMPTY_DRAFT, isEmptyDraft, keepDraft, type LogDraft, loadDraft } from './draft.ts';
import { logDraft, statusOf } from './log-draft.ts';
import { LogFields } from './LogFields.tsx';

interface QuickLogProps {
  opened: boolean;
  onClose: () => void;
}

/** Nobody is kept longer than this in a sheet that has done its work. */
const ROW_FIRST_MS = 150;

/** The sheet in which work is logged in two taps: its type, then "Log it". */
export const QuickLog = ({ opened, onClose }: QuickLogProps) => {
  const preset = useQuickLog((state) => state.preset);
  const date = useSearchParam('date');
  // Each opening starts from the kept draft; while the sheet closes, what it shows stays.
  const [opening, setOpening] = useState({ number: 0, opened });
  if (opening.opened !== opened) setOpening({ number: opening.number + (opened ? 1 : 0), opened });
  return (
    <LogSheet
      key={opening.number}
      opened={opened}
      onClose={onClose}
      preset={date === undefined ? preset : { date, ...preset }}
    />
  );
};

const LogSheet = ({ opened, onClose, preset }: QuickLogProps & { preset: QuickLogPreset }) => {
  const db = useStore();
  const today = useToday();
  const timeZone = useTimeZone();
  const navigate = useNavigate();
  const formId = useId();
  const leads = useLive(getLeads, []);
  const [started] = useState(() => loadDraft(db.userId));
  const [initial] = useState(() => withPreset(started, preset));
  const [draft, setDraft] = useState(initial);
  const [typeMissing, setTypeMissing] = useState(false);
  const isLogging = useRef(false);
  const isKept = !isEmptyDraft(started) || draft !== initial;

  const edit = (fields: Partial<LogDraft>) => {
    if (fields.type) setTypeMissing(false);
    setDraft((before) => {
      const after = { ...before, ...fields };
      keepDraft(db.userId, after);
      return after;
    });
  };
  const discard = () => {
    dropDraft(db.userId);
    setDraft(withPreset(EMPTY_DRAFT, preset));
    setTypeMissing(false);
    showToast('Draft discarded.', {
      actions: [{ label: 'Undo', onAction: () => keepDraft(db.userId, draft) }],
    });
    onClose();
  };
  const addLead = async (name: string) => {
    const lead = await attempt(() => createLead(db, { name }));
    if (lead) edit({ lead_id: lead.id });
  };
  const log = async (event: SubmitEvent) => {
    event.preventDefault();
    const { type } = draft;
    if (type === null) {
      setTypeMissing(true);
      return;
    }
    if (isLogging.current) return;
    isLogging.current = true;
    const activity = await attempt(() => logDraft(db, timeZone, { ...draft, type }));
    isLogging.current = false;
    if (!activity) return;
    dropDraft(db.userId);
    // The new row is shown first: drawing the sheet's leave would hold it up.
    await Promise.race([shown(), after(ROW_FIRST_MS)]);
    onClose();
    showToast(`${activity.status === 'done' ? 'Logged' : 'Planned'} “${activity.title}”.`, {
      // Of several in a row, the last one is the one to edit or take back.
      id: 'logged',
      actions: [
        { label: 'Edit', onAction: () => void navigate({ to: '/activity/$id', params: { id: activity.id } }) },
        { label: 'Undo', onAction: () => void attempt(() => deleteActivity(db, activity.id)) },
      ],
    });
  };

  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="Log activity"
      footer={
        <>
          {isKept && (
            <Button variant="subtle" color="gray" size="lg" onClick={discard}>
              Discard
            </Button>
          )}
          <Button type="submit" form={formId} size="lg" style={{ flex: 1 }}>
            {statusOf(draft, today) === 'done' ? 'Log it' : 'Plan it'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void log(event)} noValidate>
        <LogFields
          draft={draft}
          today={today}
          leads={leads ?? []}
          typeMissing={typeMissing}
          isContinued={!isEmptyDraft(started)}
          onEdit={edit}
          onAddLead={(name) => void addLead(name)}
        />
      </form>
    </Sheet>
  );
};

/** What the last write has changed on the screen is painted. */
const shown = async (): Promise<void> => {
  await watchersAnswered();
  // React draws in the next task, and the browser paints after the next frame's callbacks.
  await after(0);
  await new Promise(requestAnimationFrame);
  await after(0);
};

const after = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

const withPreset = (draft: LogDraft, { date, lead_id }: QuickLogPreset): LogDraft => ({
  ...draft,
  ...(date !== undefined && { date }),
  ...(lead_id !== undefined && { lead_id }),
});
