import '@mantine/core/styles/FloatingIndicator.layer.css';
import '@mantine/core/styles/SegmentedControl.layer.css';
import { SegmentedControl } from '@mantine/core';

interface SegmentedProps<Value extends string> {
  /** For screen readers. */
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  fullWidth?: boolean;
}

/** For two to four options. */
export const Segmented = <Value extends string>({
  label,
  value,
  options,
  onChange,
  fullWidth = false,
}: SegmentedProps<Value>) => (
  <SegmentedControl
    aria-label={label}
    size="md"
    radius="md"
    value={value}
    data={options.map((option) => ({ ...option }))}
    onChange={onChange}
    fullWidth={fullWidth}
  />
);
