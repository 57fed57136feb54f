import { ActionIcon, type ActionIconProps } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { IconDots } from './icons.ts';
import { joinClasses } from './join-classes.ts';
import styles from './RowMenu.module.css';

type RowMenuButtonProps = ActionIconProps &
  Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> & { subject: string };

export const RowMenuButton = ({ subject, className, ...props }: RowMenuButtonProps) => (
  <ActionIcon aria-label={`More actions for ${subject}`} {...props} className={joinClasses(styles.button, className)}>
    <IconDots size={20} aria-hidden />
  </ActionIcon>
);
