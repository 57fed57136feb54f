import { ActionIcon, type ActionIconProps } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { IconDots } from './icons.ts';
import styles from './RowMenu.module.css';

type RowMenuButtonProps = ActionIconProps &
  Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> & { subject: string };

export const RowMenuButton = ({ subject, className, ...props }: RowMenuButtonProps) => (
  <ActionIcon
    aria-label={`More actions for ${subject}`}
    {...props}
    className={[styles.button, className].filter(Boolean).join(' ')}
  >
    <IconDots size={20} aria-hidden />
  </ActionIcon>
);
