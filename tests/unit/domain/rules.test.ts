import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Activity,
  compareByTimeOfDay,
  goalKeyOfType,
  activityStatusChange,
} from '../../../src/domain/activities/activity.ts';
import { type Edit, replay } from '../../../src/domain/sync/change.ts';
import { DEFAULT_GOALS, goalProgress } from '../../../src/domain/goals/weekly-goals.ts';

const activity = (values: Partial<Activity>): Activity => ({
  id: 'a',
  user_id: 'u',
  local_id: null,
  type: 'call',
  title: 'Call',
  description: null,
  date: '2026-11-21',
  time: null,
  duration: null,
  status: 'done',
  notes: null,
  lead_id: null,
  outcome: null,
  follow_up_required: false,
  follow_up_date: null,
  created_at: '2026-11-21T10:00:00.000Z',
  updated_at: '2026-11-21T10:00:00.000Z',
  completed_at: null,
  cancelled_at: null,
  metadata: {},
  ...values,
});

describe('replaying pending changes', () => {
  const field = fc.constantFrom('title', 'notes', 'status');
  const edit = fc.oneof(
    fc.dictionary(field, fc.string()).map((fields): Edit => ({ op: 'update', fields })),
    fc.dictionary(field, fc.string()).map((fields): Edit => ({ op: 'insert', fields })),
    fc.constant<Edit>({ op: 'delete', fields: {} }),
  );

  test('replaying in two parts equals replaying at once', () => {
    fc.assert(
      fc.property(fc.array(edit), fc.array(edit), (first, then) => {
        const base = { id: 'r', title: 'base', unknown_to_this_version: 1 };
        expect(replay('r', replay('r', base, first), then)).toEqual(replay('r', base, [...first, ...then]));
      }),
    );
  });

  test('fields that this version does not know survive an edit', () => {
    expect(replay('r', { id: 'r', later: { kept: true } }, [{ op: 'update', fields: { title: 'x' } }])).toEqual({
      id: 'r',
      later: { kept: true },
      title: 'x',
    });
  });

  test('an edit of a missing row creates none', () => {
    expect(replay('r', null, [{ op: 'update', fields: { title: 'x' } }])).toBeNull();
  });
});

describe('goals', () => {
  test('only done work counts, and cancelled work is not planned', () => {
    const week = [
      activity({ type: 'call', status: 'done' }),
      activity({ type: 'call', status: 'planned' }),
      activity({ type: 'call', status: 'cancelled' }),
      activity({ type: 'Workshop', status: 'done' }),
    ];
    const calls = goalProgress(DEFAULT_GOALS, week).find(({ key }) => key === 'calls');
    expect(calls).toEqual({ key: 'calls', target: 50, done: 1, planned: 1, ratio: 0.02 });
  });

  test('a target of 0 is reached, and the ratio is at most 1', () => {
    const week = [activity({}), activity({})];
    expect(goalProgress({ ...DEFAULT_GOALS, calls: 1, meetings: 0 }, week).map(({ ratio }) => ratio)).toEqual([
      1, 1, 0, 0, 0,
    ]);
  });

  test('a custom type counts towards no goal', () => {
    expect(goalKeyOfType('Workshop')).toBeNull();
  });
});

describe('a day', () => {
  test('shows timed work by its time, then the rest in order of creation', () => {
    const morning = activity({ id: 'm', time: '09:00:00' });
    const early = activity({ id: 'e', time: '08:00:00' });
    const untimed = activity({ id: 'u', time: null });
    expect([untimed, morning, early].sort(compareByTimeOfDay).map(({ id }) => id)).toEqual(['e', 'm', 'u']);
  });

  test('resetting a status clears the time at which it was reached', () => {
    expect(activityStatusChange('done', 'T')).toEqual({ status: 'done', completed_at: 'T', cancelled_at: null });
    expect(activityStatusChange('planned', 'T')).toEqual({ status: 'planned', completed_at: null, cancelled_at: null });
  });
});
