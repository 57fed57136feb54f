import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { missingParameters } from '../../domain/parameters.ts';
import { givenValues } from '../../domain/program-plan.ts';
import type { VersionPreview } from '../../domain/program-version.ts';
import { importProgram } from '../../remote/gallery.ts';
import { useToday } from '../../store/react.ts';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { ParameterInputs } from '../../ui/ParameterInputs.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Gallery.module.css';
import { MakingTasks } from './MakingTasks.tsx';
import { useLanding } from './use-landing.ts';
import { FirstWeekStep, startProblem, StartStep } from './WizardSteps.tsx';
import { whyNotTaken } from './words.ts';

interface TemplateImportWizardProps {
  version: VersionPreview;
  /** The link by which the program was found. */
  token: string | undefined;
  opened: boolean;
  onClose: () => void;
}

type Step = 'start' | 'parameters' | 'week';

/** Takes a program into one's own plan: when, with what, how the first week looks, and then its tasks are made. */
export const TemplateImportWizard = ({ version, token, opened, onClose }: TemplateImportWizardProps) => {
  const today = useToday();
  const land = useLanding();
  const [start, setStart] = useState<string>(today);
  const [values, setValues] = useState<Record<string, string>>({});
  const [step, setStep] = useState<Step>('start');
  const [wasTried, setTried] = useState(false);
  const missing = missingParameters(version.parameters, values);
  const given = givenValues(version.parameters, values);
  const take = useMutation({
    mutationFn: () => importProgram(version.version_id, start, given, token),
    networkMode: 'always',
  });

  const steps: readonly Step[] = version.parameters.length > 0 ? ['start', 'parameters', 'week'] : ['start', 'week'];
  const place = steps.indexOf(step);
  const next = () => {
    const isAmiss = step === 'start' ? startProblem(start, today) !== null : step === 'parameters' && missing.size > 0;
    setTried(isAmiss);
    const following = steps[place + 1];
    if (isAmiss) return;
    if (following) setStep(following);
    else take.mutate();
  };
  const back = () => {
    take.reset();
    const before = steps[place - 1];
    if (before) setStep(before);
    else onClose();
  };

  const isTaken = take.data !== undefined;
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title={isTaken ? version.title : TITLES[step]}
      footer={
        isTaken ? (
          <Button
            variant="default"
            size="lg"
            style={{ flex: 1 }}
            onClick={() => {
              land(version, start);
            }}
          >
            Go to its first day
          </Button>
        ) : (
          <>
            <Button variant="default" size="lg" style={{ flex: 1 }} onClick={back}>
              {place === 0 ? 'Cancel' : 'Back'}
            </Button>
            <Button size="lg" style={{ flex: 1 }} loading={take.isPending} onClick={next}>
              {step === 'week' ? 'Start it' : 'Next'}
            </Button>
          </>
        )
      }
    >
      {isTaken ? (
        <MakingTasks
          enrollment={take.data}
          lengthDays={version.length_days}
          isOwnPlan
          onDone={() => {
            land(version, start);
          }}
        />
      ) : (
        <div className={styles.form}>
          <p className={styles.quiet} aria-live="polite">
            Step {place + 1} of {steps.length}
          </p>
          {step === 'start' && <StartStep version={version} start={start} today={today} onChange={setStart} />}
          {step === 'parameters' && (
            <ParameterInputs
              parameters={version.parameters}
              filled={values}
              missing={wasTried ? missing : NOTHING}
              onChange={setValues}
            />
          )}
          {step === 'week' && <FirstWeekStep version={version} start={start} values={given} />}
          {take.isError && (
            <ErrorNotice title="The program was not taken.">
              {whyNotTaken(take.error, 'What you have filled in is still here.')}
            </ErrorNotice>
          )}
        </div>
      )}
    </Sheet>
  );
};

const TITLES: Record<Step, string> = { start: 'Start', parameters: 'Make it yours', week: 'Your first week' };

const NOTHING: ReadonlySet<string> = new Set();
