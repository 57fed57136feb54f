import { moveToVersion } from '../../remote/moving.ts';
import type { PublishedVersion } from '../../remote/programs.ts';
import { useAskedAnew } from '../../remote/use-asked-anew.ts';
import { movedText } from '../../ui/MovePreview.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { Choice } from './use-choice.ts';
import { useDeed } from './use-deed.ts';
import { useOutdating } from './use-tools.ts';

/** What a move would do now; nothing where no version is chosen. */
export const useMovePreview = ({ whom }: Choice, versionId: string | undefined) =>
  useAskedAnew({
    key: ['tool-preview', 'move', whom, versionId],
    read: () => moveToVersion(whom, versionId ?? '', true),
    enabled: versionId !== undefined,
  });

/** Moves the chosen to a version, and says how many tasks followed it. */
export const useMove = ({ whom, name }: Choice, onDone: () => void) => {
  const outdate = useOutdating();
  return useDeed({
    work: ({ id }: PublishedVersion) => moveToVersion(whom, id, false),
    kept: 'The version and the tasks are as they were.',
    done: (moved, { number }) => {
      onDone();
      showToast(`${isOn(name)} on version ${String(number)} now. ${movedText(moved)}`);
      return outdate();
    },
  });
};

/** "Ada is", "You are" */
export const isOn = (name: string): string => (name === 'You' ? 'You are' : `${name} is`);
