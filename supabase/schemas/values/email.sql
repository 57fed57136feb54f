-- E-mail addresses as invitations have them. src/domain/values/email.ts gives the same verdicts and forms.

-- A plain address in lower case: a local part of at most 64 characters, and a domain of at least two labels.
create function private.is_email_address(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select octet_length(value) <= 254
    and value ~ '^(?=.{1,64}@)[a-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$'
$$;

-- The address in a text that was copied from somewhere, such as `Ben <ben@example.com>;` or `mailto:ben@example.com`;
-- null where the text is no single address.
create function private.clean_email(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case when private.is_email_address(address) then address end
  from (select private.normal_label(left(value, 1000))) a (plain)
  cross join lateral (
    select coalesce(substring(plain from '^[^<>]*<([^<>]*)>[ ,;.]*$'), plain)) b (enclosed)
  cross join lateral (
    select regexp_replace(enclosed, '^[ <("''[]+|[ >)"''\],;:.!?]+$', '', 'g')) c (bare)
  cross join lateral (
    select case when bare ~* '^mailto:' then regexp_replace(substr(bare, 8), '\?.*$', '') else bare end) d (unlinked)
  cross join lateral (
    select translate(unlinked, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')) e (address)
$$;
grant execute on function private.is_email_address(text), private.clean_email(text) to authenticated, service_role;
