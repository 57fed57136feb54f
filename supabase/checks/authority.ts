import pg from 'pg';

const ROLES = ['anon', 'authenticated', 'service_role'] as const;
const VERBS = ['select', 'insert', 'update', 'delete', 'truncate'] as const;
type PerRole = Record<(typeof ROLES)[number], string>;

interface Grant extends PerRole {
  table_name: string;
  verb: string;
}
interface Policy {
  table_name: string;
  verb: string;
  name: string;
  roles: string;
  using_expression: string | null;
  check_expression: string | null;
}
interface TableFacts {
  table_name: string;
  rls: boolean;
}
interface FunctionFacts extends PerRole {
  schema: string;
  signature: string;
  definer: boolean;
}

/** Who may do what, read from the live catalog. */
export const renderAuthority = async (url: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const read = async <T extends pg.QueryResultRow>(sql: string) => (await client.query<T>(sql)).rows;
    const tables = await read<TableFacts>(TABLES);
    const grants = await read<Grant>(GRANTS);
    const policies = await read<Policy>(POLICIES);
    const functions = await read<FunctionFacts>(FUNCTIONS);
    return [
      INTRODUCTION,
      ...tables.map((table) => tableSection(table, grants, policies)),
      '## Functions that the API offers',
      functionTable(functions.filter((fn) => fn.schema === 'public')),
      '## Functions inside the database only',
      'The schema `private` is not exposed: nobody reaches these over HTTP. Policies, triggers and the functions above call them.',
      functionTable(functions.filter((fn) => fn.schema === 'private')),
    ].join('\n\n');
  } finally {
    await client.end();
  }
};

const INTRODUCTION = `# Authority

<!-- Generated from the live catalog by \`npm run gen:authority\`; \`npm test\` fails when it is stale. -->

What each role may do: the grants, and the rows that row-level security lets through. A rep, a coach and an admin are all
\`authenticated\`; the policies tell them apart. \`service_role\` is the secret key: it passes policies by, never grants.
\`–\` is no grant, so no access.

## Tables`;

const tableSection = (table: TableFacts, grants: Grant[], policies: Policy[]): string => {
  const rows = VERBS.flatMap((verb) => {
    const grant = grants.find((one) => one.table_name === table.table_name && one.verb === verb);
    if (!grant || ROLES.every((role) => grant[role] === '–')) return [];
    const rules = policies
      .filter((policy) => policy.table_name === table.table_name && [verb, 'all'].includes(policy.verb))
      .map(policyCell);
    return [[verb, ...ROLES.map((role) => grant[role]), rules.join('<br>') || 'no row']];
  });
  return [
    `### ${table.table_name}`,
    table.rls ? 'Row-level security is on.' : '**Row-level security is OFF.**',
    rows.length === 0 ? 'Nobody has a grant.' : markdown(['verb', ...ROLES, 'rows that `authenticated` reaches'], rows),
  ].join('\n\n');
};

const policyCell = (policy: Policy): string =>
  [
    `“${policy.name}” to ${policy.roles}`,
    policy.using_expression && `where ${code(policy.using_expression)}`,
    policy.check_expression && `leaving ${code(policy.check_expression)}`,
  ]
    .filter(Boolean)
    .join(' ');

const functionTable = (functions: FunctionFacts[]): string =>
  markdown(
    ['function', ...ROLES, 'runs as'],
    functions.map((fn) => [
      code(fn.signature),
      ...ROLES.map((role) => fn[role]),
      fn.definer ? 'its owner' : 'the caller',
    ]),
  );

const code = (text: string): string => `\`${text.replace(/\s+/g, ' ').replaceAll('|', '\\|')}\``;

const markdown = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const perRole = (expression: (role: string) => string) =>
  ROLES.map((role) => `${expression(role)} as ${role}`).join(', ');

const TABLES = `
  select format('%s.%s', n.nspname, c.relname) as table_name, c.relrowsecurity as rls
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm')
  order by n.nspname desc, c.relname`;

/** A role holds a verb on the table, on some of its columns (which are named), or not at all. */
const GRANTS = `
  select format('%s.%s', n.nspname, c.relname) as table_name, verb, ${perRole(
    (role) => `
    case
      when has_table_privilege('${role}', c.oid, verb) then 'yes'
      when verb in ('delete', 'truncate') then '–'
      else coalesce((
        select string_agg(a.attname, ', ' order by a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and has_column_privilege('${role}', c.oid, a.attnum, verb)), '–')
    end`,
  )}
  from pg_class c join pg_namespace n on n.oid = c.relnamespace,
    unnest(array[${VERBS.map((verb) => `'${verb}'`).join(', ')}]) verb
  where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm')`;

const POLICIES = `
  select format('%s.%s', schemaname, tablename) as table_name, lower(cmd) as verb, policyname as name,
    array_to_string(roles, ', ') as roles, qual as using_expression, with_check as check_expression
  from pg_policies where schemaname in ('public', 'private') order by 1, 2, 3`;

const FUNCTIONS = `
  select n.nspname as schema, format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) as signature,
    p.prosecdef as definer, ${perRole((role) => `case when has_function_privilege('${role}', p.oid, 'execute') then 'yes' else '–' end`)}
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('public', 'private') order by 1, 2`;
