import { type ReactNode, useId } from 'react';
import { Button } from './Button.tsx';
import { Form } from './Form.tsx';
import styles from './Sheet.module.css';

interface SheetFormProps {
  submitLabel: string;
  /** Runs once until the promise that it returns has settled, and not while the sheet closes. */
  onSubmit: () => unknown;
  isSubmitting?: boolean;
  /** False while there is nothing to submit. */
  canSubmit?: boolean;
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
  canSubmit = true,
  children,
  after,
  secondaryButton,
}: SheetFormProps) => {
  const id = useId();
  return (
    <>
      <div className={styles.contents}>
        <Form id={id} className={styles.fields} onSubmit={() => (canSubmit ? onSubmit() : undefined)}>
          {children}
        </Form>
        {after}
      </div>
      <div className={styles.footer}>
        {secondaryButton}
        <Button type="submit" form={id} size="lg" style={{ flex: 1 }} loading={isSubmitting} disabled={!canSubmit}>
          {submitLabel}
        </Button>
      </div>
    </>
  );
};
