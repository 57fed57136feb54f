import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { Form } from '../../../ui/Form.tsx';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import styles from './Auth.module.css';
import { authErrorMessage } from './messages.ts';

interface AuthFormProps {
  title: string;
  detail?: ReactNode;
  submitLabel: string;
  /** Runs when the form is valid. What it throws is shown above the button. */
  onSubmit: () => Promise<void>;
  /** Of react-hook-form: runs the given function only if every field is valid. */
  handleSubmit: (run: () => Promise<void>) => (event: SyntheticEvent) => Promise<void>;
  children: ReactNode;
  /** Links to the other authentication screens. */
  footer?: ReactNode;
}

/** The form of an authentication screen; shows why its submission failed. */
export const AuthForm = (props: AuthFormProps) => {
  const { title, detail, submitLabel, onSubmit, handleSubmit, children, footer } = props;
  const [isSubmitting, setSubmitting] = useState(false);
  const [errorMessage, setErrorMessage] = useState<string | null>(null);

  const submit = async () => {
    setSubmitting(true);
    setErrorMessage(null);
    try {
      await onSubmit();
    } catch (error) {
      setErrorMessage(authErrorMessage(error));
    } finally {
      setSubmitting(false);
    }
  };

  return (
    <>
      <Form className={styles.form} onSubmit={(event) => handleSubmit(submit)(event)}>
        <AuthHeading title={title} detail={detail} />
        {children}
        {errorMessage !== null && <ErrorNotice title={errorMessage} />}
        <Button type="submit" size="lg" fullWidth loading={isSubmitting}>
          {submitLabel}
        </Button>
      </Form>
      {footer && <div className={styles.footer}>{footer}</div>}
    </>
  );
};

export const AuthHeading = ({ title, detail }: { title: string; detail?: ReactNode }) => (
  <div className={styles.heading}>
    <title>{`${title} · Cadence`}</title>
    <h1 className={styles.title}>{title}</h1>
    {detail && <p className={styles.detail}>{detail}</p>}
  </div>
);
