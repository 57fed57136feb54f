/**
 * Brings the first error of a form into view and focuses the field that it is about. For after a submit that was refused:
 * the error may be above or below the visible part. Does nothing where there is no error.
 */
export const focusFirstError = (form: HTMLElement): void => {
  const error = form.querySelector('[aria-invalid="true"], [role="alert"]');
  if (!error) return;
  const group = error.closest('fieldset');
  const field = error.matches('[role="alert"]')
    ? group?.querySelector<HTMLElement>('input:checked, input')
    : (error as HTMLElement);
  field?.focus({ preventScroll: true });
  group?.scrollIntoView({ block: 'nearest' });
  error.scrollIntoView({ block: 'nearest' });
};
