import type { Program } from '../../../domain/programs/program.ts';
import { daysMatchingRule, type RepeatRule } from '../../../domain/programs/copy-tasks.ts';
import { useInputDraft } from '../../../shared/drafts/use-input-draft.ts';
import { CheckboxChips } from '../../../ui/CheckboxChips.tsx';
import { NumberField } from '../../../ui/Fields.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { validateDayNumber } from './validation.ts';
import styles from './Programs.module.css';

/** A rule as typed; numbers as text. */
interface RepeatRuleInput {
  kind: RepeatRule['kind'];
  every: string;
  weekly: number[];
  from: string;
  to: string;
}

interface RepeatRuleDraft {
  input: RepeatRuleInput;
  change: (part: Partial<RepeatRuleInput>) => void;
  /** The days that match; `undefined` while the rule is not complete. */
  days: number[] | undefined;
}

/** Form state of a rule over the days of a program, kept as the form draft `draftName`. */
export const useRepeatRule = (
  initialRule: RepeatRule,
  program: Pick<Program, 'length_days' | 'day_counting'>,
  draftName: string,
): RepeatRuleDraft => {
  const [input, setInput] = useInputDraft<RepeatRuleInput>(draftName, {
    kind: initialRule.kind,
    every: initialRule.kind === 'every' ? String(initialRule.days) : '1',
    weekly: initialRule.kind === 'weekly' ? [...initialRule.days] : [],
    from: String(Math.min(initialRule.from, program.length_days)),
    to: String(Math.min(initialRule.to, program.length_days)),
  });
  const rule = parseRepeatRule(input);
  return {
    input,
    change: (part) => {
      setInput({ ...input, ...part });
    },
    days: rule && daysMatchingRule(rule, program),
  };
};

const parseRepeatRule = ({ kind, every, weekly, from, to }: RepeatRuleInput): RepeatRule | undefined => {
  const [fromDay, toDay, step] = [from, to, every].map(validateDayNumber);
  if (!fromDay || !toDay || !step || 'error' in fromDay || 'error' in toDay) return undefined;
  const range = { from: fromDay.value, to: toDay.value };
  if (kind === 'weekly') return weekly.length > 0 ? { kind, days: weekly, ...range } : undefined;
  return 'error' in step ? undefined : { kind, days: step.value, ...range };
};

interface RepeatRuleFieldsProps {
  rule: RepeatRuleDraft;
  weekLength: number;
  /** The program's. */
  length: number;
}

export const RepeatRuleFields = ({ rule: { input, change }, weekLength, length }: RepeatRuleFieldsProps) => (
  <>
    <Segmented
      label="Which days"
      fullWidth
      value={input.kind}
      options={[
        { value: 'every', label: 'Every few days' },
        { value: 'weekly', label: 'Days of each week' },
      ]}
      onChange={(kind) => {
        change({ kind });
      }}
    />
    {input.kind === 'every' ? (
      <NumberField
        label="Repeat every … days"
        description="1 is every day, 7 is once a week."
        value={input.every}
        error={dayNumberError(input.every)}
        onChange={(event) => {
          change({ every: event.currentTarget.value });
        }}
      />
    ) : (
      <CheckboxChips
        label="Days of each program week"
        options={Array.from({ length: weekLength }, (_, day) => ({
          value: day + 1,
          label: WEEKDAY_ORDINALS[day] ?? '',
        }))}
        values={input.weekly}
        onChange={(weekly) => {
          change({ weekly });
        }}
      />
    )}
    <div className={styles.halves}>
      <NumberField
        label="From day"
        value={input.from}
        error={dayNumberError(input.from)}
        onChange={(event) => {
          change({ from: event.currentTarget.value });
        }}
      />
      <NumberField
        label="To day"
        value={input.to}
        error={dayNumberError(input.to)}
        placeholder={String(length)}
        onChange={(event) => {
          change({ to: event.currentTarget.value });
        }}
      />
    </div>
  </>
);

const WEEKDAY_ORDINALS = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];

const dayNumberError = (text: string): string | null => {
  const result = validateDayNumber(text);
  return 'error' in result ? result.error : null;
};
