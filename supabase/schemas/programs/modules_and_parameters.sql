-- A name in a program's content: a label of at most 200 characters, or empty.
create function private.is_content_label(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$ select char_length(value) <= 200 and (value = '' or private.is_label(value)) $$;
grant execute on function private.is_content_label(text) to authenticated, service_role;

-- The form of a program's modules and parameters, of at most 64 kB each. Other people's devices read them.
-- src/domain/programs/program-json.ts accepts the same forms, but does not limit the size of the whole.

create function private.are_modules(modules jsonb) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select jsonb_typeof(modules) = 'array' and pg_column_size(modules) <= 65536 and not exists (
    select from jsonb_array_elements(case jsonb_typeof(modules) when 'array' then modules else '[]' end) m
    where (jsonb_typeof(m -> 'title') = 'string' and private.is_content_label(m ->> 'title')
      and jsonb_typeof(m -> 'first_week') = 'number' and m ->> 'first_week' ~ '^[1-9]\d?$') is not true)
$$;

create function private.are_parameters(parameters jsonb) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select jsonb_typeof(parameters) = 'array' and pg_column_size(parameters) <= 65536 and not exists (
    select from jsonb_array_elements(case jsonb_typeof(parameters) when 'array' then parameters else '[]' end) p
    where (jsonb_typeof(p -> 'key') = 'string' and private.is_content_label(p ->> 'key')
      and jsonb_typeof(p -> 'label') = 'string' and private.is_content_label(p ->> 'label')
      and jsonb_typeof(p -> 'required') = 'boolean'
      and (jsonb_typeof(p -> 'options') = 'null' or (jsonb_typeof(p -> 'options') = 'array' and not exists (
        select from jsonb_array_elements(case jsonb_typeof(p -> 'options') when 'array' then p -> 'options' else '[]' end) o
        where (jsonb_typeof(o) = 'string' and private.is_content_label(o #>> '{}')) is not true)))) is not true)
$$;

grant execute on function private.are_modules(jsonb), private.are_parameters(jsonb) to authenticated, service_role;

-- What a placeholder can name: a letter, then letters, digits and `_`, at most 50 characters.
create function private.is_parameter_key(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$ select value ~ '^[A-Za-z][A-Za-z0-9_]{0,49}$' $$;
