-- What was due and what was missed. src/domain/tasks/adherence.ts has the same rules. Optional tasks are neither.

-- Whether a task was due: it is required, and its day is over. `today` is the person's.
create function private.is_due(is_required boolean, date date, today date) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$ select is_required and date < today $$;

create function private.is_missed(status text, is_required boolean, date date, today date) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$ select private.is_due(is_required, date, today) and status <> 'done' $$;
