import { useState } from 'react';
import { missingParameters, storedParameterValues } from '../../domain/programs/parameters.ts';
import type { ProgramParameter } from '../../domain/programs/program.ts';
import { useForgetDraft, useInputDraft } from '../drafts/use-input-draft.ts';
import type { ParameterInputsProps } from './ParameterInputs.tsx';

interface ParameterValues {
  /** Trimmed, by the parameters' keys. */
  values: Record<string, string>;
  /** Whether all required values are there; where not, the inputs show which are missing. */
  validate: () => boolean;
  inputs: ParameterInputsProps;
}

/** What was typed for an enrollment in a cohort or a version, by the id of that, and of the client whom a coach enrolls. */
const draftName = (enrolledIn: string): string => `answers.${enrolledIn}`;

/**
 * Form state of the parameters of an enrollment in a cohort or a version. It is kept over a reload; see
 * `useForgetParameterValues`.
 */
export const useParameterValues = (parameters: readonly ProgramParameter[], enrolledIn: string): ParameterValues => {
  const [typed, setTyped] = useInputDraft<{ values: Record<string, unknown> }>(draftName(enrolledIn), { values: {} });
  const [showsMissing, setShowsMissing] = useState(false);
  const values = usableValues(parameters, typed.values);
  const missingKeys = missingParameters(parameters, values);
  return {
    values: storedParameterValues(parameters, values),
    validate: () => {
      setShowsMissing(missingKeys.size > 0);
      return missingKeys.size === 0;
    },
    inputs: {
      parameters,
      values,
      missingKeys: showsMissing ? missingKeys : NO_KEYS,
      onChange: (next) => {
        setTyped({ values: next });
      },
    },
  };
};

/** Deletes what was typed, once the person is enrolled or has canceled. */
export const useForgetParameterValues = (enrolledIn: string): (() => void) => {
  const forget = useForgetDraft();
  return () => {
    forget(draftName(enrolledIn));
  };
};

const NO_KEYS: ReadonlySet<string> = new Set();

/** Without choices that are no longer offered. */
const usableValues = (parameters: readonly ProgramParameter[], typed: Record<string, unknown>) =>
  Object.fromEntries(
    parameters.flatMap(({ key, options }) => {
      const value = typed[key];
      return typeof value === 'string' && (options?.includes(value) ?? true) ? [[key, value] as const] : [];
    }),
  );
