import type { ProgramModule } from '../../../domain/programs/program.ts';
import { sortModules } from '../../../domain/programs/weeks.ts';
import { SavedNumberField, SavedTextField } from '../../../shared/fields/SavedFields.tsx';
import { EditableList } from './EditableList.tsx';
import { validateName, validateWeekNumber } from './validation.ts';

interface ModuleFieldsProps {
  modules: readonly ProgramModule[];
  /** `change` gets the stored modules in order. */
  save: (change: (modules: readonly ProgramModule[]) => ProgramModule[]) => Promise<unknown>;
}

export const ModuleFields = ({ modules, save }: ModuleFieldsProps) => (
  <EditableList
    label="Modules"
    hint="A module lasts until the next one starts."
    addLabel="Add module"
    items={sortModules(modules)}
    keyOf={({ first_week }, index) => `${String(index)} ${String(first_week)}`}
    nameOf={({ title }) => title}
    create={nextModule}
    save={save}
  >
    {(module, update) => (
      <>
        <SavedTextField
          label="Name"
          stored={module.title}
          validate={validateName}
          save={(title) => update({ title })}
        />
        <SavedNumberField
          label="From week"
          stored={module.first_week}
          validate={validateWeekNumber}
          save={(first_week) => update({ first_week })}
        />
      </>
    )}
  </EditableList>
);

const nextModule = (ordered: readonly ProgramModule[]): ProgramModule => {
  const last = ordered.at(-1);
  return { title: `Module ${String(ordered.length + 1)}`, first_week: last ? last.first_week + 1 : 1 };
};
