import { useDisclosure } from '@mantine/hooks';
import { Button } from '../../../ui/Button.tsx';
import { type Cohort, getCohortLink, renewCohortLink, updateCohort } from '../../../data/cohorts/cohorts.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { IconLink, IconRefresh } from '../../../ui/icons.ts';
import { Card, Section } from '../../../ui/Page.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { showErrorToast, showToast } from '../../../ui/toast.tsx';
import styles from './Cohorts.module.css';
import { useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';

/** A cohort's invitation link, and whether it is open. */
export const CohortInviteLink = ({ cohort, onChanged }: { cohort: Cohort; onChanged: () => Promise<unknown> }) => {
  const { id, is_open } = cohort;
  const linkToken = usePersistedQuery({ key: ['cohort-link', id], read: () => getCohortLink(id) });
  const [isConfirming, { open, close }] = useDisclosure(false);
  const setOpen = useCoachingMutation({
    mutate: (isOpen: boolean) => updateCohort(id, { is_open: isOpen }),
    errorDetail: is_open ? 'People can still join with the link.' : 'People still can’t join with the link.',
    onDone: onChanged,
  });
  const renew = useCoachingMutation({
    mutate: () => renewCohortLink(id),
    errorDetail: 'The link was not changed.',
    onDone: () => {
      close();
      showToast('Created a new link. The old one no longer works.');
      return linkToken.refetch();
    },
  });
  const link = linkToken.data === undefined ? undefined : `${location.origin}/join/${linkToken.data}`;
  return (
    <Section title="Invitation">
      <Card>
        <div className={styles.invitation}>
          <SwitchField
            label="People can join with the link"
            checked={setOpen.isPending ? setOpen.variables : is_open}
            disabled={setOpen.isPending}
            onChange={(event) => setOpen.mutate(event.currentTarget.checked)}
          />
          {link !== undefined && is_open && (
            <>
              <code className={styles.link}>{link}</code>
              <div className={styles.buttons}>
                <Button
                  variant="default"
                  leftSection={<IconLink size={18} aria-hidden />}
                  onClick={() => copyInviteLink(link)}
                >
                  Copy link
                </Button>
                <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} onClick={open}>
                  New link
                </Button>
              </div>
            </>
          )}
        </div>
      </Card>
      <ConfirmDialog
        opened={isConfirming}
        title="Create a new link?"
        confirmLabel="Create link"
        busy={renew.isPending}
        onClose={close}
        onConfirm={() => renew.mutate(undefined)}
      >
        The old link stops working. Members stay in the cohort.
      </ConfirmDialog>
    </Section>
  );
};

const copyInviteLink = async (link: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(link);
    showToast('Link copied.');
  } catch {
    showErrorToast(`Your browser blocked copying. The link is ${link}`);
  }
};
