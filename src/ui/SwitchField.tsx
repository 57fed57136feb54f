import '@mantine/core/styles/Switch.layer.css';
import { Switch, type SwitchProps } from '@mantine/core';

export const SwitchField = (props: SwitchProps) => <Switch {...props} />;
