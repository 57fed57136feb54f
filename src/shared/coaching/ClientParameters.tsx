import { useEffect, useRef } from 'react';
import type { ProgramParameter } from '../../domain/programs/program.ts';
import { formatName } from '../../ui/format-name.ts';
import { ParameterInputs } from '../programs/ParameterInputs.tsx';
import { useForgetParameterValues, useParameterValues } from '../programs/use-parameter-values.ts';
import styles from './EnrollForm.module.css';

/** What a form reads of answers when it is submitted. */
export interface ParameterForm {
  values: () => Record<string, string>;
  /** Whether all required answers are there; shows which are missing. */
  validate: () => boolean;
  /** Deletes what was typed. */
  forget: () => void;
}

interface ClientParametersProps {
  /** What the answers are kept by until they are submitted. */
  enrolledIn: string;
  /** Whose they are, where there are several people’s. */
  name: string | null;
  parameters: readonly ProgramParameter[];
  /** Gets null when the answers are no longer on screen. */
  register: (form: ParameterForm | null) => void;
}

/** The answers of one client, or of all. */
export const ClientParameters = ({ enrolledIn, name, parameters, register }: ClientParametersProps) => {
  const state = useParameterValues(parameters, enrolledIn);
  const forget = useForgetParameterValues(enrolledIn);
  const latest = useRef({ state, forget, register });
  useEffect(() => {
    latest.current = { state, forget, register };
  });
  useEffect(() => {
    const { register: registerForm } = latest.current;
    registerForm({
      values: () => latest.current.state.values,
      validate: () => latest.current.state.validate(),
      forget: () => {
        latest.current.forget();
      },
    });
    return () => {
      registerForm(null);
    };
  }, [enrolledIn]);
  const inputs = <ParameterInputs {...state.inputs} />;
  return name === null ? (
    inputs
  ) : (
    <fieldset className={styles.parameters}>
      <legend className={styles.legend} dir="auto">
        {formatName(name)}
      </legend>
      {inputs}
    </fieldset>
  );
};
