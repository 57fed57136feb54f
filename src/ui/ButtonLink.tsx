import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

/** A link that looks like a button: `<ButtonLink to="/log">Log</ButtonLink>`. */
export const ButtonLink = createLink((props: ButtonProps & React.AnchorHTMLAttributes<HTMLAnchorElement>) => (
  <Button component="a" {...props} />
));
