-- Parameters that a function passes to the triggers of the tables that it writes, since triggers take no arguments. They
-- hold until the function resets them or the transaction ends; the API offers no way to set them. Members:
--   device: the device that pushes, for the history
--   offer: true while offers to a restored database are applied, for the history
--   keep_timestamps: true where the rows are written with their field_timestamps
--   tombstone_timestamps: HLC timestamps of tombstones by row id, `*` for all other rows; otherwise they get the current one
--   former_owner: the person whose rows get another owner (programs/handover.sql)
--   keep_undismissed: true where deleting a person's program tasks does not dismiss them

create function private.write_context() returns jsonb
language sql stable set search_path = ''
as $$ select coalesce(nullif(current_setting('cadence.write_context', true), ''), '{}')::jsonb $$;

-- Sets the given members, or removes those that are null.
create function private.set_write_context(members jsonb) returns void
language sql volatile set search_path = ''
as $$
  select set_config('cadence.write_context', jsonb_strip_nulls(private.write_context() || members)::text, true)
$$;
grant execute on function private.write_context(), private.set_write_context(jsonb) to authenticated, service_role;
