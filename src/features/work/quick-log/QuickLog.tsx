import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { createLead, getLeads } from '../../../data/leads/leads.ts';
import { deleteActivity } from '../../../data/activities/activities.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { useTimeZone, useToday } from '../../../data/profile/local-clock.ts';
import { watchedQueriesSettled } from '../../../store/watch-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { type QuickLogPreset, useQuickLogStore } from '../../../shared/activities/quick-log-store.ts';
import { useSearchParam } from '../../../ui/use-route-param.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { clearDraft, EMPTY_DRAFT, isEmptyDraft, saveDraft, type LogDraft, loadDraft } from './draft.ts';
import { logDraft, draftStatusOf, hasOwnTitle } from './log-draft.ts';
import { LogFields } from './LogFields.tsx';

interface QuickLogProps {
  opened: boolean;
  onClose: () => void;
}

/** The sheet closes after this long even where the new row is not painted yet. */
const CLOSE_DELAY_MAX_MS = 150;

/** The sheet in which work is logged: its type or a title, then "Log". */
export const QuickLog = ({ opened, onClose }: QuickLogProps) => {
  const preset = useQuickLogStore((state) => state.preset);
  const date = useSearchParam('date');
  // Each opening starts from the stored draft; while the sheet closes, its content does not change.
  const [session, setSession] = useState({ number: 0, opened });
  if (session.opened !== opened) setSession({ number: session.number + (opened ? 1 : 0), opened });
  return (
    <LogSheet
      key={session.number}
      opened={opened}
      onClose={onClose}
      preset={date === undefined ? preset : { date, ...preset }}
    />
  );
};

const LogSheet = ({ opened, onClose, preset }: QuickLogProps & { preset: QuickLogPreset }) => {
  const db = useDatabase();
  const today = useToday();
  const timeZone = useTimeZone();
  const navigate = useNavigate();
  const leads = useLiveQuery(getLeads, []);
  const [restoredDraft] = useState(() => loadDraft(db.userId));
  const [initial] = useState(() => applyPreset(restoredDraft, preset));
  const [draft, setDraft] = useState(initial);
  const [typeMissing, setTypeMissing] = useState(false);
  const isLogging = useRef(false);
  const hasDraft = !isEmptyDraft(restoredDraft) || draft !== initial;

  const edit = (fields: Partial<LogDraft>) => {
    if (fields.type || fields.title) setTypeMissing(false);
    setDraft((before) => {
      const after = { ...before, ...fields };
      saveDraft(db.userId, after);
      return after;
    });
  };
  const discard = () => {
    clearDraft(db.userId);
    setDraft(applyPreset(EMPTY_DRAFT, preset));
    setTypeMissing(false);
    showToast('Draft discarded.', {
      actions: [{ label: 'Undo', onAction: () => saveDraft(db.userId, draft) }],
    });
    onClose();
  };
  const addLead = async (name: string) => {
    const lead = await withSaveErrorToast(() => createLead(db, { name }));
    if (lead) edit({ lead_id: lead.id });
  };
  const log = async () => {
    if (draft.type === null && !hasOwnTitle(draft)) {
      setTypeMissing(true);
      return;
    }
    if (isLogging.current) return;
    isLogging.current = true;
    const activity = await withSaveErrorToast(() => logDraft(db, timeZone, draft));
    isLogging.current = false;
    if (!activity) return;
    clearDraft(db.userId);
    // The new row is painted first: the sheet's closing animation would delay it.
    await Promise.race([nextPaint(), delay(CLOSE_DELAY_MAX_MS)]);
    onClose();
    showToast(`${activity.status === 'done' ? 'Logged' : 'Planned'} “${activity.title}”.`, {
      // Each toast replaces the one before: only the last log can be edited or undone from it.
      id: 'logged',
      actions: [
        { label: 'Edit', onAction: () => void navigate({ to: '/activity/$id', params: { id: activity.id } }) },
        { label: 'Undo', onAction: () => void withSaveErrorToast(() => deleteActivity(db, activity.id)) },
      ],
    });
  };

  return (
    <Sheet opened={opened} onClose={onClose} title="Log activity">
      <SheetForm
        submitLabel={draftStatusOf(draft, today) === 'done' ? 'Log' : 'Plan'}
        onSubmit={log}
        secondaryButton={
          hasDraft && (
            <Button variant="subtle" color="gray" size="lg" onClick={discard}>
              Discard
            </Button>
          )
        }
      >
        <LogFields
          draft={draft}
          today={today}
          leads={leads ?? []}
          typeMissing={typeMissing}
          isDraftRestored={!isEmptyDraft(restoredDraft)}
          onEdit={edit}
          onAddLead={(name) => void addLead(name)}
        />
      </SheetForm>
    </Sheet>
  );
};

/** Resolves when the changes of the last write are painted. */
const nextPaint = async (): Promise<void> => {
  await watchedQueriesSettled();
  // React renders in the next task, and the browser paints after the next frame's callbacks.
  await delay(0);
  await new Promise(requestAnimationFrame);
  await delay(0);
};

const delay = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

const applyPreset = (draft: LogDraft, { date, lead_id }: QuickLogPreset): LogDraft => ({
  ...draft,
  ...(date !== undefined && { date }),
  ...(lead_id !== undefined && { lead_id }),
});
