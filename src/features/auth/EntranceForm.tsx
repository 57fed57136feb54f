import { Button } from '@mantine/core';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/Messages.tsx';
import styles from './Entrance.module.css';
import { sentenceOf } from './sentences.ts';

interface EntranceFormProps {
  title: string;
  detail?: ReactNode;
  submitLabel: string;
  /** Runs when the form is valid; what it throws is said above the button. */
  onSubmit: () => Promise<void>;
  /** Checks the fields; runs the given function if all is well. */
  validate: (run: () => Promise<void>) => (event: SyntheticEvent) => Promise<void>;
  children: ReactNode;
  /** Other ways from here. */
  footer?: ReactNode;
}

/** A form at the entrance: a title, fields, what went wrong, one button, other ways. */
export const EntranceForm = (props: EntranceFormProps) => {
  const { title, detail, submitLabel, onSubmit, validate, children, footer } = props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit();
    } catch (failure) {
      setProblem(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void validate(submit)(event);
        }}
      >
        <EntranceHeading title={title} detail={detail} />
        {children}
        {problem !== null && <ErrorNotice title={problem} />}
        <Button type="submit" size="lg" fullWidth loading={busy}>
          {submitLabel}
        </Button>
      </form>
      {footer && <div className={styles.footer}>{footer}</div>}
    </>
  );
};

export const EntranceHeading = ({ title, detail }: { title: string; detail?: ReactNode }) => (
  <div className={styles.heading}>
    <title>{`${title} · Cadence`}</title>
    <h1 className={styles.title}>{title}</h1>
    {detail && <p className={styles.detail}>{detail}</p>}
  </div>
);
