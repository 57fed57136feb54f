import type { ButtonProps } from '@mantine/core';
import { Button } from './Button.tsx';

/** Loads the page anew. What is typed is kept. */
export const ReloadButton = (props: ButtonProps) => (
  <Button
    {...props}
    onClick={() => {
      location.reload();
    }}
  >
    Reload
  </Button>
);
