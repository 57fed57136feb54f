import { useState } from 'react';
import type { Program } from '../../domain/program.ts';
import { daysOfRule, type RepeatRule } from '../../domain/program-copies.ts';
import { CheckChips } from '../../ui/CheckChips.tsx';
import { NumberField } from '../../ui/Fields.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { checkDays } from './checks.ts';
import styles from './Programs.module.css';

/** What is typed of a rule; numbers as text. */
interface TypedRule {
  kind: RepeatRule['kind'];
  every: string;
  weekly: number[];
  from: string;
  to: string;
}

interface Rule {
  typed: TypedRule;
  change: (part: Partial<TypedRule>) => void;
  /** The days that it names; `undefined` where it is not complete. */
  days: number[] | undefined;
}

/** A rule over the days of a program, as somebody is writing it. */
export const useRule = (first: RepeatRule, program: Pick<Program, 'length_days' | 'day_counting'>): Rule => {
  const [typed, setTyped] = useState<TypedRule>({
    kind: first.kind,
    every: first.kind === 'every' ? String(first.days) : '1',
    weekly: first.kind === 'weekly' ? [...first.days] : [],
    from: String(Math.min(first.from, program.length_days)),
    to: String(Math.min(first.to, program.length_days)),
  });
  const rule = ruleOf(typed);
  return {
    typed,
    change: (part) => {
      setTyped({ ...typed, ...part });
    },
    days: rule && daysOfRule(rule, program),
  };
};

const ruleOf = ({ kind, every, weekly, from, to }: TypedRule): RepeatRule | undefined => {
  const [first, last, step] = [from, to, every].map(checkDays);
  if (!first || !last || !step || 'problem' in first || 'problem' in last) return undefined;
  const range = { from: first.value, to: last.value };
  if (kind === 'weekly') return weekly.length > 0 ? { kind, days: weekly, ...range } : undefined;
  return 'problem' in step ? undefined : { kind, days: step.value, ...range };
};

interface RuleFieldsProps {
  rule: Rule;
  /** Days of a week. */
  weekLength: number;
  /** Days of the program. */
  length: number;
}

export const RuleFields = ({ rule: { typed, change }, weekLength, length }: RuleFieldsProps) => (
  <>
    <Segmented
      label="Which days"
      fullWidth
      value={typed.kind}
      options={[
        { value: 'every', label: 'Every few days' },
        { value: 'weekly', label: 'Days of each week' },
      ]}
      onChange={(kind) => {
        change({ kind });
      }}
    />
    {typed.kind === 'every' ? (
      <NumberField
        label="Every … days"
        description="1 is every day, 7 once a week."
        value={typed.every}
        error={problemOf(typed.every)}
        onChange={(event) => {
          change({ every: event.currentTarget.value });
        }}
      />
    ) : (
      <CheckChips
        label="Days of each week of the program"
        options={Array.from({ length: weekLength }, (_, day) => ({ value: day + 1, label: ORDINALS[day] ?? '' }))}
        values={typed.weekly}
        onChange={(weekly) => {
          change({ weekly });
        }}
      />
    )}
    <div className={styles.halves}>
      <NumberField
        label="From day"
        value={typed.from}
        error={problemOf(typed.from)}
        onChange={(event) => {
          change({ from: event.currentTarget.value });
        }}
      />
      <NumberField
        label="To day"
        value={typed.to}
        error={problemOf(typed.to)}
        placeholder={String(length)}
        onChange={(event) => {
          change({ to: event.currentTarget.value });
        }}
      />
    </div>
  </>
);

const ORDINALS = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];

const problemOf = (text: string): string | null => {
  const checked = checkDays(text);
  return 'problem' in checked ? checked.problem : null;
};
