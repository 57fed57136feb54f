import { diffLines } from 'diff';
import type { ClientBase } from 'pg';

/** Everything that a schema is made of: a definition by kind and name. */
export type Catalog = Map<string, string>;

/** Reads the schemas `public` and `private`, and what of them hangs on other schemas' tables. */
export const readCatalog = async (client: ClientBase): Promise<Catalog> => {
  const catalog: Catalog = new Map();
  for (const [kind, query] of Object.entries(QUERIES)) {
    const { rows } = await client.query<{ name: string; definition: string | null }>(query);
    for (const { name, definition } of rows) catalog.set(`${kind} ${name}`, definition ?? '');
  }
  const { rows: tables } = await client.query<{ name: string; kept: string }>(CONFIGURED_TABLES);
  for (const { name, kept } of tables) {
    const { rows } = await client.query<{ definition: string | null }>(
      `select string_agg(r, E'\\n' order by r) as definition from (select to_jsonb(t)::text as r from (select ${kept} from ${name}) t) x`,
    );
    catalog.set(`rows of ${name}`, rows[0]?.definition ?? '');
  }
  return catalog;
};

/** Each difference as text; none where both are alike. The names say where each side comes from. */
export const catalogDifferences = (
  [leftName, left]: readonly [string, Catalog],
  [rightName, right]: readonly [string, Catalog],
): string[] =>
  [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((key) => {
    const [before, after] = [left.get(key), right.get(key)];
    if (before === after) return [];
    if (before === undefined) return [`${key}: only in the ${rightName}`];
    if (after === undefined) return [`${key}: only in the ${leftName}`];
    return [`${key}:\n${changedLines(before, after, leftName, rightName)}`];
  });

const changedLines = (before: string, after: string, leftName: string, rightName: string): string =>
  diffLines(`${before}\n`, `${after}\n`)
    .filter(({ added, removed }) => added || removed)
    .map(({ added, value }) => value.trimEnd().replace(/^/gm, `  ${added ? rightName : leftName}: `))
    .join('\n');

const OURS = `n.nspname in ('public', 'private')`;

/** Privileges as sorted text, with the defaults that an empty list stands for. */
const privileges = (acl: string, type: string, owner: string) =>
  explicitPrivileges(`coalesce(${acl}, acldefault('${type}', ${owner}))`);

const explicitPrivileges = (acl: string) => `(
  select string_agg(x.granted, ', ' order by x.granted) from (
    select format('%s: %s%s', coalesce(nullif(a.grantee, 0)::regrole::text, 'public'), a.privilege_type,
      case when a.is_grantable then ' with grant option' end) as granted
    from aclexplode(${acl}) a) x)`;

const QUERIES: Record<string, string> = {
  schema: `
    select n.nspname as name, ${privileges('n.nspacl', 'n', 'n.nspowner')} as definition
    from pg_namespace n where ${OURS}`,
  extension: `select extname as name, extnamespace::regnamespace::text as definition from pg_extension`,
  'default privileges': `
    select format('%s in %s for %s', d.defaclrole::regrole, coalesce(n.nspname, 'every schema'), d.defaclobjtype) as name,
      ${explicitPrivileges('d.defaclacl')} as definition
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace`,
  table: `
    select format('%I.%I', n.nspname, c.relname) as name,
      concat_ws(E'\\n', 'kind ' || c.relkind::text, 'options ' || c.reloptions::text, 'persistence ' || c.relpersistence::text,
        case when c.relrowsecurity then 'row level security' end,
        case when c.relforcerowsecurity then 'forced row level security' end,
        'owner ' || c.relowner::regrole::text,
        'privileges ' || ${privileges('c.relacl', 'r', 'c.relowner')},
        case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end) as definition
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
  column: `
    select format('%I.%I.%I', n.nspname, c.relname, a.attname) as name,
      concat_ws(E'\\n',
        'place ' || (select count(*) from pg_attribute b
          where b.attrelid = a.attrelid and b.attnum between 1 and a.attnum and not b.attisdropped),
        format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
        'default ' || pg_get_expr(d.adbin, d.adrelid), 'identity ' || nullif(a.attidentity, '')::text,
        'generated ' || nullif(a.attgenerated, '')::text, 'collation ' || nullif(a.attcollation, 0)::regcollation::text,
        'privileges ' || ${explicitPrivileges('a.attacl')}) as definition
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where ${OURS} and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and a.attnum > 0 and not a.attisdropped`,
  sequence: `
    select format('%I.%I', n.nspname, c.relname) as name,
      concat_ws(E'\\n', format_type(s.seqtypid, null), format('start %s step %s from %s to %s cache %s cycle %s', s.seqstart,
        s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle),
        'privileges ' || ${privileges('c.relacl', 's', 'c.relowner')}) as definition
    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS}`,
  type: `
    select format('%I.%I', n.nspname, t.typname) as name,
      concat_ws(E'\\n', 'kind ' || t.typtype::text, 'of ' || format_type(nullif(t.typbasetype, 0), t.typtypmod),
        case when t.typnotnull then 'not null' end, 'default ' || t.typdefault,
        (select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
        'privileges ' || ${privileges('t.typacl', 'T', 't.typowner')}) as definition
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where ${OURS} and t.typelem = 0 and (t.typrelid = 0 or exists (
      select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'))`,
  constraint: `
    select format('%s on %s', k.conname,
        coalesce(nullif(k.conrelid, 0)::regclass::text, nullif(k.contypid, 0)::regtype::text)) as name,
      concat_ws(' ', pg_get_constraintdef(k.oid), case when not k.convalidated then 'not validated' end) as definition
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${OURS} and k.contype <> 't'`,
  index: `
    select format('%I.%I', n.nspname, c.relname) as name, pg_get_indexdef(c.oid) as definition
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} and c.relkind in ('i', 'I')`,
  function: `
    select p.oid::regprocedure::text as name,
      concat_ws(E'\\n', pg_get_functiondef(p.oid), 'owner ' || p.proowner::regrole::text,
        'privileges ' || ${privileges('p.proacl', 'f', 'p.proowner')}) as definition
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS} and p.prokind <> 'a'`,
  trigger: `
    select format('%s on %s', t.tgname, t.tgrelid::regclass) as name,
      concat_ws(E'\\n', pg_get_triggerdef(t.oid), 'enabled ' || t.tgenabled::text) as definition
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
    join pg_namespace n on n.oid in (c.relnamespace, p.pronamespace)
    where ${OURS} and not t.tgisinternal`,
  policy: `
    select format('"%s" on %s.%s', p.policyname, p.schemaname, p.tablename) as name,
      concat_ws(E'\\n', p.permissive, 'for ' || p.cmd, 'to ' || array_to_string(p.roles, ', '),
        'using ' || p.qual, 'with check ' || p.with_check) as definition
    from pg_policies p`,
  comment: `
    select format('%s %s', i.type, i.identity) as name, d.description as definition
    from pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i where i.schema in ('public', 'private')`,
  publication: `
    select format('%s of %s.%s', pubname, schemaname, tablename) as name, null as definition from pg_publication_tables`,
};

/** Tables that a schema fills itself, with those of their columns that are the same in every database. */
const CONFIGURED_TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name, string_agg(format('%I', a.attname), ', ' order by a.attnum) as kept
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where ${OURS} and c.relkind = 'r' and coalesce(pg_get_expr(d.adbin, d.adrelid), '') !~ '(now|gen_random_uuid)\\('
  group by n.nspname, c.relname`;
