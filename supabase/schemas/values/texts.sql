-- Domains for texts, and their normal form. src/domain/values/text.ts gives the same verdicts and forms.

-- A name or title: one line with visible text, without white space at its ends, control characters, and characters
-- that change the direction of the text around it.
create function private.is_label(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select value ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
    and value !~ '[\u0001-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]|^[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]|[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]$'
$$;

-- The normal form of a name or title: composed characters (NFC), and nothing invisible at its ends; empty where nothing of it
-- is visible. Variation selectors and tags at the end belong to the character before them, as does a joiner after a virama.
create function private.normal_label(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select regexp_replace(regexp_replace(normalize(value, NFC), '^[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]+', ''),
    '([\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA][\u200C\u200D])[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A]*$|[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A]+$', '\1')
$$;

-- Makes a label of a text, of at most `size` characters; empty where nothing of it is visible. For names that the
-- server derives from other texts.
create function private.as_label(value text, size integer) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case when private.is_label(cut) then cut else '' end
  from (select regexp_replace(value, '[\t\n\r\u0085\u2028\u2029]+', ' ', 'g')) a (one_line)
  cross join lateral (
    select regexp_replace(one_line, '[\u0001-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]', '', 'g')) b (plain)
  cross join lateral (select private.normal_label(left(private.normal_label(plain), size))) c (cut)
$$;

create domain private.label as text check (private.is_label(value));

-- A label, or empty.
create domain private.optional_label as text check (value = '' or private.is_label(value));

-- A text of several lines, without control characters (except line breaks and tabs) and direction overrides.
create function private.is_long_text(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select char_length(value) <= 20000 and value !~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F\u202D\u202E]'
$$;
create domain private.long_text as text check (private.is_long_text(value));

-- Makes a long text of a text: without the characters that it may not have, and cut to its limit.
create function private.as_long_text(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select normalize(left(
    normalize(regexp_replace(value, '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F\u202D\u202E]', '', 'g'), NFC), 20000), NFC)
$$;

grant execute on function private.is_label(text), private.normal_label(text), private.as_label(text, integer), private.is_long_text(text),
  private.as_long_text(text)
  to authenticated, service_role;

-- Brings texts into their normal form, whoever writes them: an older version of the app, or the REST API. The arguments are
-- the table's labels, its long texts (only composed: spaces around them stay) and its JSON (composed).
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

-- Keeps the labels and long texts of a table, and its columns `json_columns`, in their normal form. The trigger runs only for texts
-- that are not: ASCII alone is, and is the cheapest to recognise.
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
