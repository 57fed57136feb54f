import type { ProgramModule } from '../../../domain/programs/program.ts';
import { sortModules } from '../../../domain/programs/weeks.ts';
import { SavedNumberField, SavedTextField } from '../../../shared/fields/SavedFields.tsx';
import { EditableList } from './EditableList.tsx';
import { validateName, validateWeekNumber } from './validation.ts';

interface ModuleFieldsProps {
  programId: string;
  modules: readonly ProgramModule[];
  /** `change` gets the stored modules in order. */
  save: (change: (modules: readonly ProgramModule[]) => ProgramModule[]) => Promise<unknown>;
}

export const ModuleFields = ({ programId, modules, save }: ModuleFieldsProps) => (
  <EditableList
    label="Modules"
    hint="A module lasts until the next one starts."
    addLabel="Add module"
    items={sortModules(modules)}
    keyOf={({ first_week }, index) => `${String(index)} ${String(first_week)}`}
    nameOf={({ title }) => title}
    draftNamesOf={(module) => MODULE_FIELDS.map((field) => draftName(programId, module, field))}
    create={nextModule}
    save={save}
  >
    {(module, update) => (
      <>
        <SavedTextField
          label="Name"
          stored={module.title}
          validate={validateName}
          draftName={draftName(programId, module, 'title')}
          save={(title) => update({ title })}
        />
        <SavedNumberField
          label="From week"
          stored={module.first_week}
          validate={validateWeekNumber}
          draftName={draftName(programId, module, 'first_week')}
          save={(first_week) => update({ first_week })}
        />
      </>
    )}
  </EditableList>
);

const MODULE_FIELDS = ['title', 'first_week'] as const;

const draftName = (programId: string, { first_week }: ProgramModule, field: (typeof MODULE_FIELDS)[number]): string =>
  `module.${programId}.${String(first_week)}.${field}`;

const nextModule = (ordered: readonly ProgramModule[]): ProgramModule => {
  const last = ordered.at(-1);
  return { title: `Module ${String(ordered.length + 1)}`, first_week: last ? last.first_week + 1 : 1 };
};
