import { type Program, PROGRAM_LIMITS } from '../../../domain/programs/program.ts';
import { nullableWholeNumberSchema, validator } from '../../../shared/fields/validation.ts';
import { SavedNumberField } from '../../../shared/fields/SavedFields.tsx';

interface PreviewDaysFieldProps {
  program: Pick<Program, 'preview_days'>;
  save: (fields: Pick<Program, 'preview_days'>) => Promise<unknown>;
}

const validate = validator(nullableWholeNumberSchema(1, PROGRAM_LIMITS.days));

/** How much of a program with a price is shown before it is paid for. */
export const PreviewDaysField = ({ program: { preview_days }, save }: PreviewDaysFieldProps) => (
  <SavedNumberField
    label="Days in the preview"
    stored={preview_days}
    validate={validate}
    save={(days) => save({ preview_days: days })}
    placeholder="None"
    description="Anyone who sees the offer can read the tasks of these first days. The other days are hidden until it is paid for. Applies when you publish."
  />
);
