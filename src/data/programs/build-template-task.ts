import type { TemplateTaskCopy } from '../../domain/programs/copy-tasks.ts';
import type { TemplateTask } from '../../domain/programs/program.ts';
import type { CadenceDatabase } from '../../store/database.ts';

/** A new task of a program; not stored yet. */
export const buildTemplateTask = (db: CadenceDatabase, programId: string, task: TemplateTaskCopy): TemplateTask => {
  const now = new Date(db.environment.now()).toISOString();
  const id = db.environment.newId();
  return { ...task, id, user_id: db.userId, program_id: programId, created_at: now, updated_at: now };
};
