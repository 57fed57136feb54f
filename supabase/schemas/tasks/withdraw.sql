-- Deletes the program tasks of the enrollments that are dated from the person's today on and are as the program made them:
-- neither done, locked, changed nor noted. Returns how many. They can be materialized again.
create function private.withdraw_tasks(enrollment_ids uuid[]) returns integer
language plpgsql set search_path = ''
as $$
declare
  removed integer;
begin
  perform private.lock_enrollments(enrollment_ids);
  perform private.set_write_context(jsonb_build_object(
    'keep_undismissed', true, 'tombstone_timestamps', private.lowest_timestamps()));
  delete from public.tasks t
  using private.todays_of(enrollment_ids) m
  where t.enrollment_id = m.enrollment_id and t.template_task_id is not null and t.date >= m.today and t.status = 'open'
    and not t.client_locked and private.is_unedited(t) and coalesce(t.client_notes, '') = '';
  get diagnostics removed = row_count;
  perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
  return removed;
end
$$;
