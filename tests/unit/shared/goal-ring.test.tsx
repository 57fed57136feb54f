import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { GoalRing } from '../../../src/shared/goals/GoalRing.tsx';

test.each([
  [{ done: 32, target: 50, planned: 4 }, 'Calls: 32 of 50 done, 4 planned'],
  [{ done: 32, target: 50 }, 'Calls: 32 of 50 done'],
  [{ done: 60, target: 50 }, 'Calls: 60 of 50 done'],
  [{ done: 0, target: 0 }, 'Calls: 0 of 0 done'],
])('a ring of %o has the label "%s"', (figures, label) => {
  render(<GoalRing label="Calls" {...figures} />);
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(label);
});

const arcs = (container: HTMLElement) =>
  [...container.querySelectorAll('circle[stroke-dasharray]')].map(
    (arc) => 1 - Number(arc.getAttribute('stroke-dashoffset')) / Number(arc.getAttribute('stroke-dasharray')),
  );

test('a ring shows done work, and planned work behind it', () => {
  const { container } = render(<GoalRing label="Calls" done={10} planned={10} target={40} />);
  expect(arcs(container)).toEqual([0.5, 0.25]);
});

test('a ring is never more than full, and an empty one shows no dot', () => {
  expect(arcs(render(<GoalRing label="Calls" done={90} planned={9} target={40} />).container)).toEqual([1]);
  expect(arcs(render(<GoalRing label="Meetings" done={0} target={40} />).container)).toEqual([]);
});
