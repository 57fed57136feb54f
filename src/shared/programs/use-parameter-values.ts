import { useState } from 'react';
import { missingParameters, storedParameterValues } from '../../domain/programs/parameters.ts';
import type { ProgramParameter } from '../../domain/programs/program.ts';
import type { ParameterInputsProps } from './ParameterInputs.tsx';

interface ParameterValues {
  /** Trimmed, by the parameters' keys. */
  values: Record<string, string>;
  /** Whether all required values are there; where not, the inputs show which are missing. */
  validate: () => boolean;
  inputs: ParameterInputsProps;
}

/** Form state of the parameters of an enrollment. */
export const useParameterValues = (parameters: readonly ProgramParameter[]): ParameterValues => {
  const [values, setValues] = useState<Record<string, string>>({});
  const [showsMissing, setShowsMissing] = useState(false);
  const missingKeys = missingParameters(parameters, values);
  return {
    values: storedParameterValues(parameters, values),
    validate: () => {
      setShowsMissing(missingKeys.size > 0);
      return missingKeys.size === 0;
    },
    inputs: { parameters, values, missingKeys: showsMissing ? missingKeys : NO_KEYS, onChange: setValues },
  };
};

const NO_KEYS: ReadonlySet<string> = new Set();
