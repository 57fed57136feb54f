import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Cohort, cohortLink, renewCohortLink, updateCohort } from '../../remote/cohorts.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { IconLink, IconRefresh } from '../../ui/icons.ts';
import { Card, Section } from '../../ui/Page.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { showProblem, showToast } from '../../ui/toast.tsx';
import styles from './Cohorts.module.css';
import { useDeed } from './use-deed.ts';

/** Whether a cohort's link lets people in, and the link itself. */
export const Invitation = ({ cohort, onChanged }: { cohort: Cohort; onChanged: () => Promise<unknown> }) => {
  const { id, is_open } = cohort;
  const token = useKeptQuery({ key: ['cohort-link', id], read: () => cohortLink(id) });
  const [isAsking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  const open = useDeed({
    work: (lets: boolean) => updateCohort(id, { is_open: lets }),
    kept: is_open ? 'The link still lets people in.' : 'The link still lets nobody in.',
    done: onChanged,
  });
  const renew = useDeed({
    work: () => renewCohortLink(id),
    kept: 'The link is the one it was.',
    done: () => {
      close();
      showToast('There is a new link. The old one lets nobody in any more.');
      return token.refetch();
    },
  });
  const link = token.data === undefined ? undefined : `${location.origin}/join/${token.data}`;
  return (
    <Section title="Invitation">
      <Card>
        <div className={styles.invitation}>
          <SwitchField
            label="The link lets people in"
            checked={open.isPending ? open.variables : is_open}
            disabled={open.isPending}
            onChange={(event) => {
              open.mutate(event.currentTarget.checked);
            }}
          />
          {link !== undefined && is_open && (
            <>
              <code className={styles.link}>{link}</code>
              <div className={styles.buttons}>
                <Button
                  variant="default"
                  leftSection={<IconLink size={18} aria-hidden />}
                  onClick={() => void copy(link)}
                >
                  Copy link
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconRefresh size={18} aria-hidden />}
                  onClick={() => {
                    setAsking(true);
                  }}
                >
                  New link
                </Button>
              </div>
            </>
          )}
        </div>
      </Card>
      <ConfirmDialog
        opened={isAsking}
        title="Make a new link?"
        confirmLabel="Make it"
        busy={renew.isPending}
        onClose={close}
        onConfirm={() => {
          renew.mutate(undefined);
        }}
      >
        Whoever has the old link cannot join with it any more. Members stay.
      </ConfirmDialog>
    </Section>
  );
};

const copy = async (link: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(link);
    showToast('The link is copied.');
  } catch {
    showProblem(`The browser did not let it be copied. The link is ${link}`);
  }
};
