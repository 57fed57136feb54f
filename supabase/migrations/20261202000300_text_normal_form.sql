-- One normal form for texts (values/texts.sql), names that are equal however they are written (values/folding.sql), and custom
-- types with names of up to 100 characters.

create function private.normal_label(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select regexp_replace(regexp_replace(normalize(value, NFC), '^[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]+', ''),
    '([\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA][\u200C\u200D])[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A]*$|[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A]+$', '\1')
$$;

create or replace function private.as_label(value text, size integer) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case when private.is_label(cut) then cut else '' end
  from (select regexp_replace(value, '[\t\n\r\u0085\u2028\u2029]+', ' ', 'g')) a (one_line)
  cross join lateral (
    select regexp_replace(one_line, '[\u0001-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]', '', 'g')) b (plain)
  cross join lateral (select private.normal_label(left(private.normal_label(plain), size))) c (cut)
$$;

create or replace function private.as_long_text(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select normalize(left(
    normalize(regexp_replace(value, '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F\u202D\u202E]', '', 'g'), NFC), 20000), NFC)
$$;

grant execute on function private.normal_label(text) to authenticated, service_role;

create function private.set_normal_form() returns trigger
language plpgsql set search_path = ''
as $$
declare
  whole jsonb := to_jsonb(new);
begin
  return jsonb_populate_record(new, (
    select coalesce(jsonb_object_agg(k, to_jsonb(private.normal_label(whole ->> k))), '{}') from unnest(tg_argv[0]::text[]) k where whole ->> k is not null
  ) || (
    select coalesce(jsonb_object_agg(k, to_jsonb(normalize(whole ->> k, NFC))), '{}') from unnest(tg_argv[1]::text[]) k where whole ->> k is not null
  ) || (
    select coalesce(jsonb_object_agg(k, normalize(whole ->> k, NFC)::jsonb), '{}') from unnest(tg_argv[2]::text[]) k where whole ->> k is not null
  ));
end
$$;

create function private.enable_normal_form(target regclass, json_columns text[] default '{}') returns void
language plpgsql set search_path = ''
as $$
declare
  labels text[];
  long_texts text[];
  condition text;
begin
  select array_agg(a.attname::text) filter (where t.typname in ('label', 'optional_label')),
    array_agg(a.attname::text) filter (where t.typname = 'long_text')
  into labels, long_texts
  from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
  where a.attrelid = target and a.attnum > 0 and not a.attisdropped and t.typnamespace = 'private'::regnamespace;
  select string_agg(c, ' or ') into condition from (
    select format('octet_length(new.%1$I::text) <> char_length(new.%1$I::text)
      and new.%1$I::text <> private.normal_label(new.%1$I::text)', k)
    from unnest(labels) k
    union all
    select format('octet_length(new.%1$I::text) <> char_length(new.%1$I::text) and new.%1$I::text is not nfc normalized', k)
    from unnest(long_texts || json_columns) k
  ) x (c);
  -- BEFORE triggers fire in the order of their names: this one comes first.
  execute format('create trigger aa_set_normal_form before insert or update on %s for each row when (%s)
                  execute function private.set_normal_form(%L, %L, %L)',
    target, condition, coalesce(labels, '{}'), coalesce(long_texts, '{}'), json_columns);
end
$$;

-- Lower case of the letters of the Latin, Greek, Cyrillic and Armenian alphabets that have no decomposition.
create function private.fold_case(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case when octet_length(value) = char_length(value) then lower(value collate "C") else translate(value,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÆÐØÞĐĦŁŊŒŦƁƆƊƏƐƑƓƔƘƝƳẞΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӘӨԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ',
    'abcdefghijklmnopqrstuvwxyzæðøþđħłŋœŧɓɔɗəɛƒɠɣƙɲƴßαβγδεζηθικλμνξοπρστυφχψωσѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿәөաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ') end
$$;

-- Equal for two names that differ only by case, composition (NFC, NFD), width or the number of spaces between words.
create function private.name_key(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select normalize(
    private.fold_case(normalize(regexp_replace(private.normal_label(normalize(value, NFKC)), ' +', ' ', 'g'), NFKD)), NFC)
$$;

-- Without case, accents, width, quotes and invisible characters, and with the letters that have no decomposition spelled out.
create function private.fold_letters(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case
    when octet_length(value) = char_length(value) then translate(lower(value collate "C"), '''"`', '')
    else replace(replace(replace(replace(translate(private.fold_case(regexp_replace(
      normalize(translate(value, '´΄᾽᾿῾', ''), NFKD),
      '[\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFE00-\uFE0F]+', '', 'g')),
      'łøđðħŧıŋ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९‐‑‒–—―−''"`‘’‚‛“”„‟′″‹›«»ʹʺʻʼʽˈ',
      'loddhtin012345678901234567890123456789-------'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
  end
$$;

-- What a search looks through: folded, and each number without the spaces and punctuation in it.
create function private.fold_text(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$ select regexp_replace(private.fold_letters(value), '([0-9])[ ().,/+-]+(?=[0-9])', '\1', 'g') $$;

-- The words of a search, each of which a folded text has to contain.
create function private.search_terms(query text) returns text[]
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(array_agg(term order by n), '{}')
  from (
    select n, regexp_replace(private.fold_text(word), '^[(+]+(?=[0-9])|(?<=[0-9])[).,/+-]+$', '', 'g') as term
    from regexp_split_to_table(private.fold_letters(query), '[ \t\n\r]+') with ordinality w (word, n)
  ) t
  where term ~ '[^().,/+-]'
$$;
grant execute on function private.fold_case(text), private.name_key(text), private.fold_letters(text), private.fold_text(text),
  private.search_terms(text)
  to authenticated, service_role;

create or replace function private.read_label(name text, input text) returns private.label
language plpgsql immutable set search_path = ''
as $$
begin
  if private.is_label(input) is not false then
    return private.normal_label(input);
  end if;
  raise exception 'invalid_value' using errcode = 'PT400', column = name,
    detail = format('%s is one line of visible text without spaces at its ends.', name);
end
$$;

create or replace function private.find_deletes_of_edited_rows(target text, changes jsonb)
returns table (
  seq bigint, "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text,
  lost_by uuid)
language plpgsql set search_path = ''
as $$
begin
  return query execute format(
    'with found as (
       select c.seq, t.id, t.user_id, c.timestamp, c.base, t.field_timestamps, to_jsonb(t) as stored
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, base jsonb, timestamp text)
       join public.%1$I t on t.id = c."row"
       where c.base is not null
       for update of t
     ), compared as (
       select f.seq, f.id, f.user_id, f.timestamp, f.stored, max(s.theirs collate "C") as theirs,
         (select max(v.value collate "C") from jsonb_each_text(f.field_timestamps) v) as latest
       from found f
       cross join lateral jsonb_each(f.base) b
       cross join lateral (select coalesce(f.field_timestamps ->> b.key, f.field_timestamps ->> ''*'') as theirs) s
       where f.stored ? b.key and f.stored -> b.key is distinct from b.value and right(s.theirs, 8) <> right(f.timestamp, 8)
         -- An older version of the app knows the text before it got its normal form.
         and private.normal_label(f.stored ->> b.key) is distinct from private.normal_label(b.value #>> ''{}'')
       group by f.seq, f.id, f.user_id, f.timestamp, f.stored, f.field_timestamps
     )
     select m.seq, m.id, m.user_id, ''*'', case when m.timestamp collate "C" > m.latest then ''lost_edit'' else ''lost_delete'' end,
       case when m.timestamp collate "C" > m.latest then m.stored - array[''field_timestamps'', ''updated_at''] end,
       least(m.timestamp collate "C", m.theirs), greatest(m.timestamp collate "C", m.theirs),
       case when m.timestamp collate "C" <= m.latest then auth.uid() end
     from compared m', target)
  using changes;
end
$$;

create or replace function public.sync_push(request jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  changes jsonb := request -> 'changes';
  epoch text := private.epoch();
  clock bigint := private.now_ms();
  decided bigint;
  change_group record;
  outcome jsonb;
  faults jsonb := '[]';
  activities integer := 0;
  newest bigint;
  oldest bigint;
  verdicts jsonb;
begin
  perform private.check_request(request);
  if jsonb_typeof(changes) is distinct from 'array'
     or exists (
       select from jsonb_array_elements(changes) c
       where jsonb_typeof(c -> 'seq') is distinct from 'number' or c ->> 'seq' !~ '^[1-9]\d{0,14}$') then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'changes is an array, and each change has a seq, a whole number from 1.';
  end if;
  if jsonb_array_length(changes) > 1000 or pg_column_size(request) > 8000000 then
    raise exception 'batch_too_large' using errcode = 'PT413', detail = 'At most 1000 changes and 8 MB a push.';
  end if;
  if exists (
    select from (
      select (c ->> 'seq')::bigint <= lag((c ->> 'seq')::bigint) over (order by n) as falls
      from jsonb_array_elements(changes) with ordinality x (c, n)) s
    where falls) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'The seq of the changes must rise.';
  end if;

  -- What the device has read, or sent earlier, may be lost: it has to offer that first (INV-6).
  if request ->> 'epoch' <> epoch or private.has_lost_history(request) then
    return jsonb_build_object(
      'epoch', epoch, 'xid', '0', 'restored', true, 'token', null, 'server_time', clock, 'verdicts', '[]'::jsonb);
  end if;

  -- Devices with an older version of the app send texts, and the bases of edits, as they were typed. Stored texts are composed
  -- (values/texts.sql): compared otherwise, equal ones would be a conflict.
  if changes::text is not nfc normalized then
    changes := normalize(changes::text, NFC)::jsonb;
  end if;
  perform private.lock_user_pushes((select auth.uid()));
  decided := private.lock_device(request -> 'device');
  perform private.set_write_context('{"keep_timestamps": true}');
  for change_group in select * from private.split_into_groups(changes, decided, clock) loop
    if change_group.fault is not null then
      select faults || jsonb_agg(private.rejected_verdict((c ->> 'seq')::bigint, change_group.fault)) into faults
      from jsonb_array_elements(change_group.group_changes) c;
    else
      outcome := private.apply_or_split(change_group.target, change_group.op, change_group.field_names, change_group.group_changes);
      faults := faults || outcome;
      if change_group.target = 'program_activities' then
        activities := activities + jsonb_array_length(change_group.group_changes)
          - (select count(*) from jsonb_array_elements(outcome) v where v ->> 'verdict' = 'rejected');
      end if;
    end if;
  end loop;
  perform private.set_write_context('{"keep_timestamps": null}');

  select jsonb_agg(coalesce(
      f.verdict,
      case when (c ->> 'seq')::bigint > decided
        then jsonb_build_object('seq', c -> 'seq', 'verdict', 'applied')
        else private.stored_verdict((request -> 'device' ->> 'id')::uuid, (c ->> 'seq')::bigint) end) order by n),
    max((c ->> 'seq')::bigint), min((c ->> 'seq')::bigint)
  into verdicts, newest, oldest
  from jsonb_array_elements(changes) with ordinality x (c, n)
  left join lateral (
    select v as verdict from jsonb_array_elements(faults) v where v -> 'seq' = c -> 'seq'
  ) f on faults <> '[]';

  if newest is not null then
    perform private.record_push(request -> 'device', greatest(newest, decided), oldest, faults, activities);
  end if;
  return jsonb_build_object(
    'epoch', epoch,
    'xid', pg_current_xact_id()::text,
    'restored', false,
    'token', private.issue_history_token(request -> 'device', request ->> 'token'),
    'server_time', clock,
    'verdicts', coalesce(verdicts, '[]'));
end
$$;

create or replace function public.search_gallery(query text, page integer, kind text default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  terms text[] := private.search_terms(coalesce(query, ''));
begin
  perform private.require_user();
  if page is null or page not between 0 and 100000 or char_length(query) > 200 then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'page is a whole number from 0, and query at most 200 characters.';
  end if;
  return (
    with found as (
      select v.id, v.title, private.program_uses(v.program_id) as uses
      from public.program_versions v join public.profiles p on p.id = v.user_id
      where v.id in (select private.gallery_versions()) and v.kind = coalesce(search_gallery.kind, v.kind)
      and not exists (
        select from unnest(terms) t
        where strpos(private.fold_text(concat_ws(E'\n', v.title, v.description, p.display_name)), t) = 0)
      order by uses desc, v.title, v.id
      limit 21 offset page * 20
    ), numbered as (
      select f.*, row_number() over (order by f.uses desc, f.title, f.id) as place from found f
    )
    select json_build_object(
      'items', coalesce(json_agg(private.program_offer(n.id) order by n.place) filter (where n.place <= 20), '[]'),
      'more', count(*) > 20)
    from numbered n);
end
$$;

alter table public.program_activities drop constraint program_activities_type_check,
  add constraint program_activities_type_check check (char_length(type) <= 100);
alter table public.program_custom_activity_types drop constraint program_custom_activity_types_type_name_check,
  add constraint program_custom_activity_types_type_name_check check (char_length(type_name) <= 100),
  drop constraint id_follows_from_name;

create function private.type_id(owner uuid, name text) returns uuid
language sql immutable strict parallel safe set search_path = ''
as $$ select private.derived_id('program_custom_activity_types', owner::text, private.name_key(name)) $$;
grant execute on function private.type_id(uuid, text) to authenticated, service_role;

-- A type comes under another id from an older version of the app, which derived the id from the name as written: its row gets
-- the right id instead, and the device, for which that other row is deleted, reads it in its feed. A type that was deleted
-- later than the row was made stays deleted.
create or replace function private.derive_type_id() returns trigger
language plpgsql set search_path = ''
as $$
declare
  right_id uuid := private.type_id(new.user_id, new.type_name);
  made_at text := coalesce(new.field_timestamps ->> '*', '');
begin
  -- Without a name there is no id: the column's constraints refuse the row.
  if right_id is null or coalesce(new.id, right_id) = right_id then
    new.id := coalesce(right_id, new.id);
    return new;
  end if;
  insert into public.program_custom_activity_types (id, user_id, type_name, created_at, field_timestamps)
  select right_id, new.user_id, new.type_name, new.created_at, new.field_timestamps
  where not exists (
    select from private.find_tombstones('program_custom_activity_types', jsonb_build_array(jsonb_build_object('seq', 1, 'row', right_id))) g
    where g.timestamp collate "C" > made_at collate "C")
  on conflict (id) do nothing;
  if new.user_id = (select auth.uid()) then
    perform private.record_deletes('program_custom_activity_types', jsonb_build_array(jsonb_build_object(
      -- Later than the insert, which is not to be tried again.
      'row', new.id, 'timestamp', private.hlc_timestamp(private.now_ms() + 1, 0, '00000000'))));
  end if;
  return null;
end
$$;

-- An activity has the name of its type as the type has it.
create function private.use_type_name() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.type := coalesce(
    (select t.type_name from public.program_custom_activity_types t where t.id = private.type_id(new.user_id, new.type)), new.type);
  return new;
end
$$;

-- Activities follow the name of their type.
create function private.rename_type_of_activities() returns trigger
language plpgsql set search_path = ''
as $$
begin
  update public.program_activities a set type = new.type_name
  where a.user_id = new.user_id and a.type <> new.type_name and a.type in (
    select o.type from (select distinct o.type from public.program_activities o where o.user_id = new.user_id) o
    where private.name_key(o.type) = private.name_key(new.type_name)
      and o.type not in (select g.type from private.goal_types g));
  return null;
end
$$;

select private.enable_normal_form('public.profiles');
select private.enable_normal_form('public.cohorts');
select private.enable_normal_form('public.feature_flags');
select private.enable_normal_form('public.coach_connections');
select private.enable_normal_form('public.program_versions', json_columns => '{modules,parameters}');
select private.enable_normal_form('public.program_version_tasks');
select private.enable_normal_form('public.enrollments', json_columns => '{parameters}');
select private.enable_normal_form('public.sync_devices');
select private.enable_normal_form('public.sync_reports');
select private.enable_normal_form('public.program_sync_status');
select private.enable_normal_form('public.submissions');
select private.enable_normal_form('public.program_activities');
select private.enable_normal_form('public.program_custom_activity_types');
select private.enable_normal_form('public.programs', json_columns => '{modules,parameters}');
select private.enable_normal_form('public.program_tasks');
select private.enable_normal_form('public.tasks');

-- Types that differ only by how their names are written become the oldest of them, under the id of the name; their activities
-- follow.
do $$
begin
  perform private.set_write_context('{"keep_timestamps": true}');
  alter table public.program_custom_activity_types disable trigger zz_history_inserts, disable trigger zz_history_deletes;
  alter table public.program_activities disable trigger zz_history_updates;
  create temporary table kept_types on commit drop as
    select distinct on (t.user_id, private.type_id(t.user_id, t.type_name)) t.*, private.type_id(t.user_id, t.type_name) as right_id
    from public.program_custom_activity_types t
    order by t.user_id, private.type_id(t.user_id, t.type_name), t.created_at, t.id;
  delete from public.program_custom_activity_types t
  where t.id <> private.type_id(t.user_id, t.type_name) or t.id not in (select k.id from pg_temp.kept_types k);
  insert into public.program_custom_activity_types (id, user_id, type_name, created_at, field_timestamps)
  select k.right_id, k.user_id, k.type_name, k.created_at, k.field_timestamps from pg_temp.kept_types k
  on conflict (id) do nothing;
  update public.program_activities a set type = k.type_name
  from pg_temp.kept_types k
  where k.user_id = a.user_id and a.type <> k.type_name and a.type not in (select g.type from private.goal_types g)
    and private.type_id(a.user_id, a.type) = k.right_id;
  alter table public.program_custom_activity_types enable trigger zz_history_inserts, enable trigger zz_history_deletes;
  alter table public.program_activities enable trigger zz_history_updates;
  perform private.set_write_context('{"keep_timestamps": null}');
end
$$;

-- Existing texts get the normal form without new timestamps: nobody edited them, so no edit that a device has yet to send
-- loses to this one or conflicts with it. Their rows enter the feed, which brings devices the same texts. The history, in
-- which entries are edits, gets none. A text that would not fit composed stays as it is.
do $$
declare
  target record;
begin
  perform private.set_write_context('{"keep_timestamps": true}');
  for target in
    select t.tgrelid::regclass as name, t.tgrelid as id,
      exists (select from pg_catalog.pg_trigger h where h.tgrelid = t.tgrelid and h.tgname = 'zz_history_updates') as has_history
    from pg_catalog.pg_trigger t where t.tgname = 'aa_set_normal_form' order by 1
  loop
    if target.has_history then
      execute format('alter table %s disable trigger zz_history_updates', target.name);
    end if;
    execute (
      select format('update %s set %s where %s', target.name,
        string_agg(format('%1$I = %2$s', a.attname, n.normal), ', '),
        string_agg(format('%1$I::text <> (%2$s)::text', a.attname, n.normal), ' or '))
      from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
      cross join lateral (select case
        when y.typname in ('label', 'optional_label') then format(
          'case when char_length(private.normal_label(%1$I)) <= char_length(%1$I) then private.normal_label(%1$I) else %1$I::text end', a.attname)
        when y.typname = 'long_text' then format(
          'case when char_length(normalize(%1$I, NFC)) <= char_length(%1$I) then normalize(%1$I, NFC) else %1$I::text end', a.attname)
        else format('normalize(%I::text, NFC)::jsonb', a.attname) end as normal) n
      where a.attrelid = target.id and a.attnum > 0 and not a.attisdropped
        and (y.typname in ('label', 'optional_label', 'long_text') or a.attname in ('modules', 'parameters')));
    if target.has_history then
      execute format('alter table %s enable trigger zz_history_updates', target.name);
    end if;
  end loop;
  perform private.set_write_context('{"keep_timestamps": null}');
end
$$;

alter table public.program_custom_activity_types add constraint id_follows_from_name check (id = private.type_id(user_id, type_name));
create trigger rename_activities after insert or update of type_name on public.program_custom_activity_types
  for each row execute function private.rename_type_of_activities();
create trigger use_type_name before insert or update of type on public.program_activities
  for each row when (new.type not in ('call', 'meeting', 'proposal', 'follow_up', 'new_contact'))
  execute function private.use_type_name();
