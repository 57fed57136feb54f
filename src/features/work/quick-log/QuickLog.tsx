import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { getLeads } from '../../../data/leads/leads.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { useTimeZone, useToday } from '../../../data/profile/local-clock.ts';
import { watchedQueriesSettled } from '../../../store/watch-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { QUICK_LOG, type QuickLogPreset, useQuickLogStore } from '../../../shared/activities/quick-log-store.ts';
import { useSearchParam } from '../../../ui/use-route-param.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { clearLogDraft, EMPTY_DRAFT, isEmptyDraft, saveLogDraft, type LogDraft, loadLogDraft } from './draft.ts';
import { draftStatusOf, hasOwnTitle, logDraft, undoLog } from './log-draft.ts';
import { LogFields } from './LogFields.tsx';

interface QuickLogProps {
  opened: boolean;
  onClose: () => void;
  /** Opened by its address, which is its history entry. */
  isRoute?: boolean;
}

/** The sheet closes after this long even where the new row is not painted yet. */
const CLOSE_DELAY_MAX_MS = 150;

/** The sheet in which work is logged: its type or a title, then "Log". */
export const QuickLog = ({ opened, onClose, isRoute = false }: QuickLogProps) => {
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
      isRoute={isRoute}
      preset={date === undefined ? preset : { date, ...preset }}
    />
  );
};

const LogSheet = ({ opened, onClose, isRoute, preset }: QuickLogProps & { preset: QuickLogPreset }) => {
  const db = useDatabase();
  const today = useToday();
  const timeZone = useTimeZone();
  const navigate = useNavigate();
  const leads = useLiveQuery(getLeads, []);
  const [restoredDraft] = useState(() => loadLogDraft(db.userId));
  const [initial] = useState(() => applyPreset(restoredDraft, preset));
  const [draft, setDraft] = useState(initial);
  const latestDraft = useRef(initial);
  const [typeMissing, setTypeMissing] = useState(false);
  const hasDraft = !isEmptyDraft(restoredDraft) || draft !== initial;

  const edit = (fields: Partial<LogDraft>) => {
    if (fields.type || fields.title) setTypeMissing(false);
    latestDraft.current = { ...latestDraft.current, ...fields };
    setDraft(latestDraft.current);
    // At once: what was typed last survives a reload.
    saveLogDraft(db.userId, latestDraft.current);
  };
  const discard = () => {
    clearLogDraft(db.userId);
    latestDraft.current = applyPreset(EMPTY_DRAFT, preset);
    setDraft(latestDraft.current);
    setTypeMissing(false);
    showToast('Draft discarded.', {
      actions: [{ label: 'Undo', onAction: () => saveLogDraft(db.userId, draft) }],
    });
    onClose();
  };
  const log = async () => {
    if (draft.type === null && !hasOwnTitle(draft)) {
      setTypeMissing(true);
      return;
    }
    const logged = await withSaveErrorToast(() => logDraft(db, timeZone, draft));
    if (!logged) return;
    const { activity } = logged;
    clearLogDraft(db.userId);
    // The new row is painted first: the sheet's closing animation would delay it.
    await Promise.race([nextPaint(), delay(CLOSE_DELAY_MAX_MS)]);
    onClose();
    showToast(`${activity.status === 'done' ? 'Logged' : 'Planned'} “${activity.title}”.`, {
      // Each toast replaces the one before: only the last log can be edited or undone from it.
      id: 'logged',
      actions: [
        { label: 'Edit', onAction: () => navigate({ to: '/activity/$id', params: { id: activity.id } }) },
        { label: 'Undo', onAction: () => withSaveErrorToast(() => undoLog(db, logged)) },
      ],
    });
  };

  return (
    <Sheet opened={opened} onClose={onClose} title="Log activity" name={QUICK_LOG} hasHistoryEntry={!isRoute}>
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
