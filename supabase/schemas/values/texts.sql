-- Domains for texts. src/domain/values/text.ts gives the same verdicts.

-- A name or title: one line with visible text, without white space at its ends, control characters, and characters
-- that change the direction of the text around it.
create function private.is_label(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select value ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
    and value !~ '[\u0001-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]|^[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]|[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]$'
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
  cross join lateral (
    select regexp_replace(plain, '^[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]+', '')) c (begun)
  cross join lateral (
    select regexp_replace(left(begun, size), '[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]+$', '')) d (cut)
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
  select left(regexp_replace(value, '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F\u202D\u202E]', '', 'g'), 20000)
$$;

grant execute on function private.is_label(text), private.as_label(text, integer), private.is_long_text(text),
  private.as_long_text(text)
  to authenticated, service_role;
