import { MARKED_TABLES } from './markers.ts';

/** SQL that stores every version of a row in the transaction that writes it. Versions of one row are in their order. */
export const VERSIONS = `
  create schema nemesis;
  create table nemesis.versions (
    n bigint generated always as identity, table_name text, content jsonb, is_deleted boolean);
  create function nemesis.keep_version() returns trigger language plpgsql security definer set search_path = '' as $$
  begin
    insert into nemesis.versions (table_name, content, is_deleted)
    values (tg_table_name, case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end, tg_op = 'DELETE');
    return null;
  end $$;
  ${[...MARKED_TABLES, 'sync_conflicts']
    .map(
      (table) => `create trigger nemesis_versions after insert or update or delete on public.${table}
      for each row execute function nemesis.keep_version();`,
    )
    .join('\n')}
`;

/** SQL that adds those of `$1`, a JSON array of versions, that a restored database lacks. */
export const ADD_VERSIONS = `
  with added as (
    insert into nemesis.versions (n, table_name, content, is_deleted) overriding system value
    select v.n, v.table_name, v.content, v.is_deleted
    from json_populate_recordset(null::nemesis.versions, $1) v
    where not exists (select from nemesis.versions e where e.n = v.n)
    returning n)
  select setval(pg_get_serial_sequence('nemesis.versions', 'n'), greatest(max(n), (select max(n) from nemesis.versions)))
  from added
  having max(n) is not null
`;
