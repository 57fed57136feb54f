import type { ComponentPropsWithRef, SubmitEvent } from 'react';
import { focusFirstError } from './focus-first-error.ts';
import { useAction } from './use-action.ts';

interface FormProps extends Omit<ComponentPropsWithRef<'form'>, 'onSubmit'> {
  /** Runs once until the promise that it returns has settled (`useAction`). */
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => unknown;
}

/** A form that is submitted once, by its button or by Enter. What its fields accept is said by their own errors; the first gets the focus. */
export const Form = ({ onSubmit, ...props }: FormProps) => {
  const { run, rearm } = useAction(onSubmit);
  return (
    <form
      noValidate
      {...props}
      // What is submitted after typing is something else.
      onInput={rearm}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        run(event);
        // Errors are rendered before the next frame.
        requestAnimationFrame(() => {
          focusFirstError(form);
        });
      }}
    />
  );
};
