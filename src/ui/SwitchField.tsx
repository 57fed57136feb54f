import '@mantine/core/styles/Switch.layer.css';
import { Switch, type SwitchProps } from '@mantine/core';

/** One thing that is on or off, at once. */
export const SwitchField = (props: SwitchProps) => <Switch {...props} />;
