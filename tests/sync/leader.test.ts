import { describe, expect, it } from 'vitest';
import { electLeader } from '../../src/sync/leader.ts';
import { FakeLocks } from '../fixtures/simulation/fake-locks.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Tabs of one person, and who of them leads. */
const openTabs = (locks: LockManager | null, ...names: string[]) => {
  const leading = new Set<string>();
  const elections: string[] = [];
  const tabs = names.map((name) =>
    electLeader(
      'sync',
      () => {
        leading.add(name);
        elections.push(name);
        return () => leading.delete(name);
      },
      locks,
    ),
  );
  const tab = (index: number) => {
    const found = tabs[index];
    if (!found) throw new Error('there is no such tab');
    return found;
  };
  return { tab, leaders: () => [...leading], elections };
};

describe('of the tabs of one person', () => {
  it('one leads', async () => {
    const { leaders } = openTabs(new FakeLocks().manager, 'a', 'b', 'c');
    await settled();
    expect(leaders()).toEqual(['a']);
  });

  it('the next one takes over when the leader withdraws', async () => {
    const { tab, leaders } = openTabs(new FakeLocks().manager, 'a', 'b', 'c');
    await settled();
    tab(0).withdraw();
    await settled();
    expect(leaders()).toEqual(['b']);
  });

  it('one that becomes visible takes over, and the former leader waits', async () => {
    const { tab, leaders } = openTabs(new FakeLocks().manager, 'a', 'b', 'c');
    await settled();
    tab(2).takeOver();
    await settled();
    expect(leaders()).toEqual(['c']);
    tab(2).withdraw();
    await settled();
    tab(1).withdraw();
    await settled();
    expect(leaders()).toEqual(['a']);
  });

  it('the leader stays leader when it becomes visible', async () => {
    const { tab, elections } = openTabs(new FakeLocks().manager, 'a', 'b');
    await settled();
    tab(0).takeOver();
    await settled();
    expect(elections).toEqual(['a']);
  });

  it('two that take over from each other end with one leader', async () => {
    const { tab, leaders } = openTabs(new FakeLocks().manager, 'a', 'b', 'c');
    await settled();
    tab(1).takeOver();
    tab(2).takeOver();
    await settled();
    tab(1).takeOver();
    await settled();
    expect(leaders()).toHaveLength(1);
    expect(leaders()).toEqual(['b']);
  });

  it('one that withdraws while it waits never leads', async () => {
    const { tab, elections } = openTabs(new FakeLocks().manager, 'a', 'b');
    await settled();
    tab(1).withdraw();
    tab(0).withdraw();
    tab(1).takeOver();
    await settled();
    expect(elections).toEqual(['a']);
  });

  it('one that becomes leader while it takes over does not take over again', async () => {
    const { tab, leaders, elections } = openTabs(new FakeLocks().manager, 'a', 'b');
    await settled();
    tab(0).withdraw();
    await Promise.resolve();
    tab(1).takeOver();
    await settled();
    expect(leaders()).toEqual(['b']);
    expect(elections.filter((name) => name === 'b').length).toBeLessThanOrEqual(2);
  });

  it('every one leads in a browser without Web Locks', () => {
    const { tab, leaders } = openTabs(null, 'a', 'b');
    expect(leaders()).toEqual(['a', 'b']);
    tab(0).takeOver();
    tab(0).withdraw();
    expect(leaders()).toEqual(['b']);
  });
});
