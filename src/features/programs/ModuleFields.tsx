import { ActionIcon, Button } from '@mantine/core';
import type { ProgramModule } from '../../domain/program.ts';
import { modulesInOrder } from '../../domain/program-weeks.ts';
import { IconPlus, IconTrash } from '../../ui/icons.ts';
import { checkName, checkWeek } from './checks.ts';
import { NumberSavedField, TextSavedField } from './fields.tsx';
import styles from './Programs.module.css';

interface ModuleFieldsProps {
  modules: readonly ProgramModule[];
  /** Stores what `change` makes of them, in order, as they are by then: two fields may be left in one moment. */
  save: (change: (modules: readonly ProgramModule[]) => ProgramModule[]) => Promise<unknown>;
}

/** The modules of a program, by the week that each begins with. */
export const ModuleFields = ({ modules, save }: ModuleFieldsProps) => {
  const ordered = modulesInOrder(modules);
  const put = (place: number, part: Partial<ProgramModule>) =>
    save((now) => now.map((module, at) => (at === place ? { ...module, ...part } : module)));
  return (
    <div className={styles.group} role="group" aria-label="Modules">
      <span className={styles.groupTitle}>Modules</span>
      <span className={styles.quiet}>A module goes on until the next one begins.</span>
      {ordered.map((module, place) => (
        <div className={styles.entry} key={`${String(place)} ${String(module.first_week)}`}>
          <TextSavedField
            label="Name"
            stored={module.title}
            check={checkName}
            save={(title) => put(place, { title })}
          />
          <NumberSavedField
            label="From week"
            stored={module.first_week}
            check={checkWeek}
            save={(first_week) => put(place, { first_week })}
          />
          <ActionIcon
            className={styles.entryRemove ?? ''}
            aria-label={`Remove ${module.title}`}
            onClick={() => void save((now) => now.filter((_, at) => at !== place)).catch(() => undefined)}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            void save((now) => [...now, nextOf(now)]).catch(() => undefined);
          }}
        >
          Add a module
        </Button>
      </div>
    </div>
  );
};

const nextOf = (ordered: readonly ProgramModule[]): ProgramModule => {
  const last = ordered.at(-1);
  return { title: `Module ${String(ordered.length + 1)}`, first_week: last ? last.first_week + 1 : 1 };
};
