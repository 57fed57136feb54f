import { Button } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { focusFirstError } from './focus-first-error.ts';
import styles from './Sheet.module.css';

interface SheetFormProps {
  submitLabel: string;
  onSubmit: () => unknown;
  isSubmitting?: boolean;
  children: ReactNode;
  /** What follows the fields without being part of the form. */
  after?: ReactNode;
  /** A button beside the one that submits. */
  secondaryButton?: ReactNode;
}

/** The form of a Sheet, whose one child it is: the fields scroll, the button that submits them stays visible. */
export const SheetForm = ({
  submitLabel,
  onSubmit,
  isSubmitting = false,
  children,
  after,
  secondaryButton,
}: SheetFormProps) => {
  const id = useId();
  return (
    <>
      <div className={styles.contents}>
        <form
          id={id}
          className={styles.fields}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            const form = event.currentTarget;
            onSubmit();
            // Errors are rendered before the next frame.
            requestAnimationFrame(() => {
              focusFirstError(form);
            });
          }}
        >
          {children}
        </form>
        {after}
      </div>
      <div className={styles.footer}>
        {secondaryButton}
        <Button type="submit" form={id} size="lg" style={{ flex: 1 }} loading={isSubmitting}>
          {submitLabel}
        </Button>
      </div>
    </>
  );
};
