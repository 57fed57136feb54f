import { useState } from 'react';
import { useActionMutation } from '../../../shared/errors/use-action-mutation.ts';
import { Button } from '../../../ui/Button.tsx';
import type { VersionPreview } from '../../../domain/programs/version.ts';
import { importProgram } from '../../../data/programs/gallery.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { ParameterInputs } from '../../../shared/programs/ParameterInputs.tsx';
import { useForgetParameterValues, useParameterValues } from '../../../shared/programs/use-parameter-values.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import styles from './Gallery.module.css';
import { MaterializeProgress } from '../../../shared/programs/MaterializeProgress.tsx';
import { useGoToFirstDay } from '../../../shared/programs/use-go-to-first-day.ts';
import { FirstWeekStep, startDateError, StartStep } from './WizardSteps.tsx';
import { enrollmentErrorMessage } from '../../../shared/programs/use-enrollment-mutation.ts';

interface TemplateImportWizardProps {
  version: VersionPreview;
  /** Of the share link that the program was opened by. */
  token: string | undefined;
  opened: boolean;
  onClose: () => void;
}

type WizardStep = 'start' | 'parameters' | 'week';

/** Enrolls the person for their own plan: start date, parameters, a preview of the first week, then materializing. */
export const TemplateImportWizard = ({ version, token, opened, onClose }: TemplateImportWizardProps) => {
  const today = useToday();
  const goToFirstDay = useGoToFirstDay();
  const [start, setStart] = useState<string>(today);
  const [step, setStep] = useState<WizardStep>('start');
  const parameters = useParameterValues(version.parameters, version.version_id);
  const forgetValues = useForgetParameterValues(version.version_id);
  const enroll = useActionMutation({
    mutationFn: (firstDay: string) => importProgram(version.version_id, firstDay, parameters.values, token),
    onSuccess: forgetValues,
  });

  const steps: readonly WizardStep[] =
    version.parameters.length > 0 ? ['start', 'parameters', 'week'] : ['start', 'week'];
  const stepIndex = steps.indexOf(step);
  const next = () => {
    if (step === 'start' && startDateError(start, today) !== null) return undefined;
    if (step === 'parameters' && !parameters.validate()) return undefined;
    const nextStep = steps[stepIndex + 1];
    if (!nextStep) return enroll.mutate(start);
    setStep(nextStep);
    return undefined;
  };
  const back = () => {
    enroll.reset();
    const previousStep = steps[stepIndex - 1];
    if (previousStep) {
      setStep(previousStep);
      return;
    }
    forgetValues();
    onClose();
  };

  const enrollmentId = enroll.data;
  const isEnrolled = enrollmentId !== undefined;
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title={isEnrolled ? version.title : WIZARD_STEP_TITLES[step]}
      footer={
        isEnrolled ? (
          <Button
            variant="default"
            size="lg"
            style={{ flex: 1 }}
            onClick={() => {
              goToFirstDay(version, start);
            }}
          >
            Go to first day
          </Button>
        ) : (
          <>
            <Button variant="default" size="lg" style={{ flex: 1 }} onClick={back}>
              {stepIndex === 0 ? 'Cancel' : 'Back'}
            </Button>
            {/* Each step has a button of its own: the second tap of a double tap is none on the next step. */}
            <Button key={step} size="lg" style={{ flex: 1 }} loading={enroll.isPending} onClick={next}>
              {step === 'week' ? 'Start program' : 'Next'}
            </Button>
          </>
        )
      }
    >
      {isEnrolled ? (
        <MaterializeProgress
          enrollmentId={enrollmentId}
          lengthDays={version.length_days}
          isSelfEnrolled
          onDone={() => {
            goToFirstDay(version, start);
          }}
        />
      ) : (
        <div className={styles.form}>
          <p className={styles.quiet} aria-live="polite">
            Step {stepIndex + 1} of {steps.length}
          </p>
          {step === 'start' && <StartStep version={version} start={start} today={today} onChange={setStart} />}
          {step === 'parameters' && <ParameterInputs {...parameters.inputs} />}
          {step === 'week' && <FirstWeekStep version={version} start={start} values={parameters.values} />}
          {enroll.isError && (
            <ErrorNotice title="The program was not started.">
              {enrollmentErrorMessage(enroll.error, 'Your answers are still here.')}
            </ErrorNotice>
          )}
        </div>
      )}
    </Sheet>
  );
};

const WIZARD_STEP_TITLES: Record<WizardStep, string> = {
  start: 'Start date',
  parameters: 'Your answers',
  week: 'Your first week',
};
