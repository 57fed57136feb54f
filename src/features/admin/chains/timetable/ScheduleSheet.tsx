import { editSchedule } from '../../../../data/chains/timetable.ts';
import { MOST_TIMES, type Schedule, type TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { isWallTime } from '../../../../domain/calendar/calendar-date.ts';
import { timeZoneOptions } from '../../../../shared/fields/time-zone-options.ts';
import { ActionIcon, Button } from '../../../../ui/Button.tsx';
import { CheckboxChips } from '../../../../ui/CheckboxChips.tsx';
import { TimeField } from '../../../../ui/DateFields.tsx';
import { SelectField } from '../../../../ui/Fields.tsx';
import { formatMessage } from '../../../../ui/format-name.ts';
import { IconPlus, IconX } from '../../../../ui/icons.ts';
import { Sheet } from '../../../../ui/Sheet.tsx';
import { SheetForm } from '../../../../ui/SheetForm.tsx';
import { SwitchField } from '../../../../ui/SwitchField.tsx';
import { showToast } from '../../../../ui/toast.tsx';
import { useChainMutation, useRefreshChains } from '../use-chain-mutation.ts';
import { scheduleLabel, weekdayLabel } from './schedule-label.ts';
import { SchedulePreview } from './SchedulePreview.tsx';
import styles from './Timetable.module.css';
import { useForgetScheduleInput, useScheduleInput } from './use-schedule-input.ts';

interface ScheduleSheetProps {
  /** It may be undefined while the sheet closes. */
  entry: TimetableEntry | undefined;
  timetable: readonly TimetableEntry[];
  opened: boolean;
  onClose: () => void;
}

/** Edits when a chain or a task runs by itself, and shows what that means. */
export const ScheduleSheet = ({ entry, timetable, opened, onClose }: ScheduleSheetProps) => {
  const forget = useForgetScheduleInput();
  const close = () => {
    if (entry) forget(entry.name);
    onClose();
  };
  return (
    <Sheet opened={opened} onClose={close} title={entry?.title ?? ''}>
      {entry && <ScheduleForm key={entry.name} entry={entry} timetable={timetable} onSaved={close} />}
    </Sheet>
  );
};

interface ScheduleFormProps {
  entry: TimetableEntry;
  timetable: readonly TimetableEntry[];
  onSaved: () => void;
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: weekdayLabel(value) }));

const ScheduleForm = ({ entry, timetable, onSaved }: ScheduleFormProps) => {
  const [input, setInput] = useScheduleInput(entry);
  const refresh = useRefreshChains();
  const save = useChainMutation({
    mutate: (schedule: Schedule) => editSchedule(entry.name, schedule),
    errorDetail: 'The schedule was not changed.',
    onDone: () => {
      onSaved();
      showToast(formatMessage(`Changed the schedule of “${entry.title}”.`));
      return refresh();
    },
  });
  const isAfterAnother = entry.after_task !== null;
  const errors = isAfterAnother ? {} : errorsOf(input);
  const isValid = Object.keys(errors).length === 0;
  const change = (part: Partial<Schedule>) => {
    setInput({ ...input, ...part });
  };
  return (
    <SheetForm
      submitLabel="Save"
      isSubmitting={save.isPending}
      canSubmit={isValid}
      onSubmit={() => save.mutate(input)}
      after={!isAfterAnother && isValid && <SchedulePreview schedule={input} />}
    >
      <SwitchField
        label="Runs by itself"
        checked={input.enabled}
        onChange={(event) => {
          change({ enabled: event.currentTarget.checked });
        }}
      />
      {isAfterAnother ? (
        <p>{`${scheduleLabel(entry, timetable)}, and has no times of its own.`}</p>
      ) : (
        <>
          <TimesInput
            times={input.local_times}
            error={errors.times}
            onChange={(local_times) => {
              change({ local_times });
            }}
          />
          <div>
            <CheckboxChips
              label="Weekdays"
              options={WEEKDAYS}
              values={input.weekdays}
              onChange={(weekdays) => {
                change({ weekdays: weekdays.toSorted((a, b) => a - b) });
              }}
            />
            {errors.weekdays !== undefined && (
              <p className={styles.error} role="alert">
                {errors.weekdays}
              </p>
            )}
          </div>
          <SelectField
            label="Time zone"
            data={timeZoneOptions(input.time_zone)}
            value={input.time_zone}
            onChange={(event) => {
              change({ time_zone: event.currentTarget.value });
            }}
          />
        </>
      )}
    </SheetForm>
  );
};

const errorsOf = ({ local_times, weekdays }: Schedule): { times?: string; weekdays?: string } => ({
  ...(!local_times.every(isWallTime) && { times: 'Enter each time, or remove it.' }),
  ...(weekdays.length === 0 && { weekdays: 'Choose at least one day, or turn it off.' }),
});

interface TimesInputProps {
  times: readonly string[];
  error: string | undefined;
  onChange: (times: string[]) => void;
}

const TimesInput = ({ times, error, onChange }: TimesInputProps) => (
  <fieldset className={styles.times}>
    <legend className={styles.legend}>Times</legend>
    <div className={styles.timeList}>
      {times.map((time, index) => (
        <div key={index} className={styles.time}>
          <TimeField
            aria-label={`Time ${String(index + 1)}`}
            value={time}
            error={error !== undefined && !isWallTime(time) && error}
            onChange={(event) => {
              onChange(times.with(index, event.currentTarget.value));
            }}
          />
          <ActionIcon
            aria-label={`Remove time ${String(index + 1)}`}
            onClick={() => {
              onChange(times.toSpliced(index, 1));
            }}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </div>
      ))}
    </div>
    {times.length === 0 && <p className={styles.quiet}>Without a time, it never runs by itself.</p>}
    <Button
      variant="default"
      size="sm"
      leftSection={<IconPlus size={16} aria-hidden />}
      disabled={times.length >= MOST_TIMES}
      onClick={() => {
        onChange([...times, '']);
      }}
    >
      Add time
    </Button>
  </fieldset>
);
