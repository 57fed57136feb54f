import {
  ActionIcon as MantineActionIcon,
  type ActionIconProps,
  Button as MantineButton,
  type ButtonProps,
  createPolymorphicComponent,
} from '@mantine/core';
import type { ComponentPropsWithRef, MouseEvent } from 'react';
import { useAction } from './use-action.ts';

/*
 * The buttons of all screens. An `onClick` that returns a promise runs once until it has settled (`useAction`): return
 * it. One that returns nothing may run as often as the button is pressed.
 */

interface ActionProps {
  onClick?: ((event: MouseEvent<HTMLButtonElement>) => unknown) | undefined;
}

const useActionProps = (onClick: ActionProps['onClick']) => {
  const { run } = useAction((event: MouseEvent<HTMLButtonElement>) => onClick?.(event));
  return onClick ? { onClick: run } : {};
};

export const Button = createPolymorphicComponent<'button', ButtonProps & ActionProps>(
  ({ onClick, ...props }: ButtonProps & ActionProps) => <MantineButton {...props} {...useActionProps(onClick)} />,
);

/** A button that is an icon; it needs an `aria-label`. */
export const ActionIcon = createPolymorphicComponent<'button', ActionIconProps & ActionProps>(
  ({ onClick, ...props }: ActionIconProps & ActionProps) => (
    <MantineActionIcon {...props} {...useActionProps(onClick)} />
  ),
);

/** A button without a look of its own. */
export const PlainButton = ({ onClick, ...props }: Omit<ComponentPropsWithRef<'button'>, 'onClick'> & ActionProps) => (
  <button type="button" {...props} {...useActionProps(onClick)} />
);
