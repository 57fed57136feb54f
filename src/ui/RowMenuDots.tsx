import { ActionIcon, type ActionIconProps } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { IconDots } from './icons.ts';
import styles from './RowMenu.module.css';

type RowMenuDotsProps = ActionIconProps &
  Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> & { about: string };

export const RowMenuDots = ({ about, className, ...props }: RowMenuDotsProps) => (
  <ActionIcon
    aria-label={`More for ${about}`}
    {...props}
    className={[styles.dots, className].filter(Boolean).join(' ')}
  >
    <IconDots size={20} aria-hidden />
  </ActionIcon>
);
