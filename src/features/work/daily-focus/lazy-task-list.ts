import { lazyComponent } from '../../../ui/lazy-component.tsx';

/** Apart from the list, so that its code can be fetched without loading Daily Focus. */
export const TaskList = lazyComponent(async () => (await import('./TaskList.tsx')).TaskList);
