import { useDisclosure } from '@mantine/hooks';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { countHandover, hasSomethingToHandOver } from '../../../data/admin/handover.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { HandOverDialog } from '../../../shared/handover/HandOverDialog.tsx';
import { Button } from '../../../ui/Button.tsx';

/** Hands over what a person coaches; nothing where they coach nobody and have no program. */
export const HandOverButton = ({ person }: { person: Pick<Profile, 'id' | 'display_name' | 'email'> }) => {
  const counts = usePersistedQuery({ key: ['handover', person.id], read: () => countHandover(person.id) });
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      {counts.data && hasSomethingToHandOver(counts.data) && (
        <Button variant="default" onClick={dialog.open}>
          Hand over programs…
        </Button>
      )}
      {opened && <HandOverDialog person={person} onClose={dialog.close} onDone={dialog.close} />}
    </>
  );
};
