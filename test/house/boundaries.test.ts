import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { acceptedDangers } from './accepted-dangers.ts'
import { forbiddenImports, impurities } from './boundaries.ts'
import { dangersIn } from './dangers.ts'
import { passages, sqlElsewhere } from './passages.ts'
import { importsOf, readSource, sourcesBelow, told } from './scan.ts'
import sizes from './sizes.json' with { type: 'json' }
import { sizeFindings, tooLong } from './sizes.ts'
import { foreignTables, ownersIn, sqlOutsideStores } from './tables.ts'

const root = join(import.meta.dirname, '../..')
const sources = sourcesBelow(root, 'src')
const migrations = readdirSync(join(root, 'migrations'))
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name) => ({ name, sql: readFileSync(join(root, 'migrations', name), 'utf8') }))
const owners = ownersIn(migrations)

describe('the house', () => {
  test('is read at all', () => {
    expect(sources.length).toBeGreaterThan(10)
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(10)
    expect(owners.get('tickets')).toBe('tickets')
    expect(owners.get('users')).toBe('people')
  })

  test('keeps the order of its domains, their doors, and what a core may import', () => {
    expect(told(forbiddenImports(sources))).toEqual([])
  })

  test('has cores without clock, chance, waiting or world', () => {
    expect(told(impurities(sources))).toEqual([])
  })

  test("leaves other domains' tables alone", () => {
    expect(told(foreignTables(sources, owners, passages))).toEqual([])
  })

  test('names tables in stores only', () => {
    expect(told(sqlOutsideStores(sources, owners, sqlElsewhere))).toEqual([])
  })

  test('has no raw HTML, built SQL, shell or text run as code', () => {
    expect(told(dangersIn(sources, acceptedDangers))).toEqual([])
  })

  test('has short files and functions; the old long ones do not grow', () => {
    expect(told(sizeFindings(sources, sizes))).toEqual([])
  })
})

const at = (path: string, text: string) => readSource(path, text)
const says = (findings: readonly { says: string }[]) => findings.map((finding) => finding.says).join('\n')

describe('the scanner', () => {
  test('finds every form of import and none in comments, strings and templates', () => {
    const source = at(
      'src/x.ts',
      [
        "import a from './a.ts'",
        "import type { B } from './b.ts'",
        "import {\n  c,\n  d as e,\n} from './c.ts'",
        "export * from './d.ts'",
        "export { f } from './f.ts'",
        "import './g.ts'",
        "const load = () => import('./h.ts')",
        "type I = import('./i.ts').I",
        "// import x from './no.ts'",
        "/* import x from './no.ts' */",
        'const text = "import x from \'./no.ts\'"',
        "const page = `import x from './no.ts' ${await import('./j.ts')}`",
        "export const word = 'from'",
        "const pattern = /import '[^']+'/",
        "import last from './k.ts'",
      ].join('\n'),
    )
    const found = importsOf(source).map(({ specifier }) => specifier.slice(2, -3))
    expect(found).toEqual(['a', 'b', 'c', 'd', 'f', 'g', 'h', 'i', 'j', 'k'])
  })

  test('knows a pattern from a division and reads nested templates', () => {
    const source = at(
      'src/x.ts',
      "const half = total / 2 / n\nconst p = /`'/\nconst t = sql<Row & { f: (a: Set<B>) => C }>`a ${`b ${1}`} c`",
    )
    expect(source.code).toContain('total / 2 / n')
    expect(source.templates.map(({ tag, text, holes }) => [tag, text, holes])).toEqual([
      ['', 'b  ? ', ['1']],
      ['sql', 'a  ?  c', ['`b ${1}`']],
    ])
    expect(source.code.length).toBe(source.text.length)
  })
})

describe('the boundary check sees', () => {
  const imports = (path: string, specifier: string) =>
    says(forbiddenImports([at(path, `import x from '${specifier}'\n`)]))

  test('an import to the right', () => {
    expect(imports('src/people/store.ts', '../tickets/index.ts')).toMatch(/people may not import tickets/)
    expect(imports('src/kernel/id.ts', '../platform/db/db.ts')).toMatch(/kernel may not import platform/)
    expect(imports('src/channels/x.ts', '../main.ts')).toMatch(/channels may not import main/)
    expect(imports('src/tickets/store.ts', '../people/index.ts')).toBe('')
    expect(imports('src/cli/serve.ts', '../main.ts')).toBe('')
  })

  test('a way past the door', () => {
    expect(imports('src/tickets/store.ts', '../people/store.ts')).toMatch(/entered by src\/people\/index\.ts/)
    expect(imports('src/tickets/store.ts', '../platform/db/index.ts')).toBe('')
    expect(imports('src/tickets/views/store.ts', '../core/ticket.ts')).toBe('')
    expect(imports('src/tickets/store.ts', '../../test/support/x.ts')).toMatch(/lies outside/)
    expect(imports('src/tickets/store.ts', './fixture.ts')).toMatch(/for tests only/)
    expect(imports('src/tickets/fixture.ts', '../../test/support/x.ts')).toBe('')
    expect(imports('src/helpers/x.ts', '../kernel/index.ts')).toMatch(/no domain of the house/)
  })

  test('a core that imports the world', () => {
    expect(imports('src/tickets/core/decide.ts', 'node:fs')).toMatch(/may not import node:fs/)
    expect(imports('src/tickets/views/core/x.ts', 'pg')).toMatch(/only the pure packages/)
    expect(imports('src/tickets/core/x.ts', '../../platform/db/db.ts')).toMatch(/own core/)
    expect(imports('src/tickets/core/x.ts', '../store.ts')).toMatch(/own core/)
    expect(imports('src/tickets/core/x.ts', '../../people/index.ts')).toMatch(/own core/)
    expect(imports('src/tickets/core/x.ts', '../../rules/core/index.ts')).toBe('')
    expect(imports('src/tickets/core/x.ts', 'liquidjs')).toBe('')
    expect(imports('src/tickets/core/x.test.ts', 'node:fs')).toBe('')
  })

  test('a core that reads the clock, throws dice or waits', () => {
    const core = (code: string) => says(impurities([at('src/sla/core/clock.ts', code)]))
    for (const code of [
      'const now = Date.now()',
      'const now = new Date()',
      'const now = Temporal.Now.instant()',
      'const dice = Math.random()',
      'setTimeout(run, 5)',
      'const id = crypto.randomUUID()',
      'const home = process.env.HOME',
      'await fetch(url)',
    ])
      expect(core(code), code).not.toBe('')
    expect(core('const at = new Date(now) // not Date.now()')).toBe('')
    expect(says(impurities([at('src/sla/store.ts', 'Date.now()')]))).toBe('')
  })
})

describe('the check of tables sees', () => {
  const tables = ownersIn([
    { name: '0001-people-base.sql', sql: 'create table users (id int);\n-- create table not_this (id int);' },
    {
      name: '0002-tickets-heart.sql',
      sql: 'CREATE TABLE IF NOT EXISTS tickets (id int);\nalter table users add x int;',
    },
  ])
  const passage = { from: 'tickets', owner: 'people', tables: ['users'], may: 'read', why: 'a test' } as const
  const foreign = (path: string, code: string) => says(foreignTables([at(path, code)], tables, [passage]))

  test('owners in the names of migrations', () => {
    expect([...tables]).toEqual([
      ['users', 'people'],
      ['tickets', 'tickets'],
    ])
  })

  test("another domain's table in SQL and in the query builder", () => {
    expect(foreign('src/people/store.ts', 'sql`select 1 from tickets t`')).toMatch(/may not read tickets/)
    expect(foreign('src/people/store.ts', "statement('x', 'update tickets set a = 1')")).toMatch(
      /may not write/,
    )
    expect(foreign('src/people/store.ts', 'sql`delete from tickets`')).toMatch(/may not write tickets/)
    expect(foreign('src/people/store.ts', "db.insertInto('tickets').values(x)")).toMatch(/may not write/)
    expect(foreign('src/people/store.ts', "db.selectFrom('tickets as t')")).toMatch(/may not read/)
    expect(
      foreign('src/people/store.ts', 'sql`exists (select ${x} from users join tickets on true)`'),
    ).not.toBe('')
  })

  test('reading through a passage as allowed, writing through it as not', () => {
    expect(foreign('src/tickets/store.ts', 'sql`select 1 from users`')).toBe('')
    expect(foreign('src/tickets/store.ts', 'sql`update users set name = 1`')).toMatch(/may not write users/)
    expect(foreign('src/channels/store.ts', 'sql`select 1 from users`')).toMatch(
      /channels may not read users/,
    )
  })

  test('words that only look like SQL as words', () => {
    expect(foreign('src/people/api.ts', "const text = 'A list made from tickets'")).toBe('')
    expect(foreign('src/people/store.ts', 'sql`select extract(day from users.at), x from users`')).toBe('')
  })

  test('SQL outside a store', () => {
    const outside = (path: string) =>
      says(sqlOutsideStores([at(path, 'sql`select 1 from tickets`')], tables, {}))
    expect(outside('src/tickets/api.ts')).toMatch(/stands in store\.ts/)
    expect(outside('src/tickets/store.ts')).toBe('')
    expect(outside('src/tickets/comment-store.ts')).toBe('')
    expect(outside('src/tickets/store/list.ts')).toBe('')
    expect(outside('src/tickets/commit.ts')).toBe('')
    const listed = (path: string) =>
      says(sqlOutsideStores([at(path, 'sql`select 1 from tickets`')], tables, { 'src/tickets/x/': 'a test' }))
    expect(listed('src/tickets/x/y.ts')).toBe('')
    expect(listed('src/tickets/xy.ts')).not.toBe('')
  })
})

describe('the check of dangers sees', () => {
  const danger = (code: string) => says(dangersIn([at('src/x/y.ts', code)], []))

  test.each([
    ['raw HTML', 'element.innerHTML = text'],
    ['raw HTML in React', 'const a = { dangerouslySetInnerHTML: html }'],
    ['SQL from pieces', 'db.query(`select * from t where id = ${id}`)'],
    ['SQL from a sum', "const q = 'select a from t where ' + filter"],
    ['raw SQL', 'sql.raw(text)'],
    ['raw SQL with a type', 'sql.raw<Row>(text)'],
    ['a shell', "spawn('ls', [], { shell: true })"],
    ['exec', "import { execSync } from 'node:child_process'"],
    ['other programs', "import { spawn } from 'node:child_process'"],
    ['text as code', 'new Function(text)'],
    ['unchecked TLS', 'const a = { rejectUnauthorized: false }'],
  ])('%s', (_, code) => expect(danger(code)).not.toBe(''))

  test('nothing in harmless code', () => {
    expect(
      danger(
        "const a = sql`select ${id} from t`\nsql.raw<Row>('a, b')\ndb.query(`select ${COLUMNS} from t`)\npattern.exec(text)\nconst b = 'x.innerHTML = 1'",
      ),
    ).toBe('')
  })

  test('what is accepted, but never a shell', () => {
    const accepted = [{ path: 'src/x/y.ts', danger: 'child-process', why: 'a test' }]
    const found = (code: string) => says(dangersIn([at('src/x/y.ts', code)], accepted))
    expect(found("import { spawn } from 'node:child_process'")).toBe('')
    expect(found("import { exec } from 'node:child_process'")).toMatch(/exec/)
  })
})

describe('the check of sizes sees', () => {
  const body = (lines: number) => '  x()\n'.repeat(lines)

  test('a long file and a long function', () => {
    expect(tooLong([at('src/x.ts', body(401))]).map(({ key }) => key)).toEqual(['src/x.ts'])
    const long = `export const run = (a: string): void => {\n${body(80)}}\n`
    expect(tooLong([at('src/x.ts', long)])).toMatchObject([{ key: 'src/x.ts#run', lines: 82 }])
    const plain = `function run(a: { b: string }): void {\n${body(80)}}\n`
    expect(tooLong([at('src/x.ts', plain)])).toMatchObject([{ key: 'src/x.ts#run', lines: 82 }])
    const method = `class A {\n  async run(a: string) {\n${body(80)}  }\n}\n`
    expect(tooLong([at('src/x.ts', method)])).toMatchObject([{ key: 'src/x.ts#run', lines: 82 }])
    expect(tooLong([at('src/x.ts', `if (a) {\n${body(80)}}\n`)])).toEqual([])
  })

  test('the own lines of a function that makes functions', () => {
    const inner = `  const step = (): void => {\n${body(40)}  }\n`
    expect(tooLong([at('src/x.ts', `export const make = () => {\n${inner}${inner}}\n`)])).toEqual([])
    const own = `export const make = () => {\n${inner}${body(70)}}\n`
    expect(tooLong([at('src/x.ts', own)])).toMatchObject([{ key: 'src/x.ts#make' }])
  })

  test('growth and records that nothing needs', () => {
    const source = [at('src/x.ts', body(410))]
    expect(sizeFindings(source, { 'src/x.ts': 410 })).toEqual([])
    expect(says(sizeFindings(source, { 'src/x.ts': 405 }))).toMatch(/grown from 405 to 410/)
    expect(says(sizeFindings([], { 'src/x.ts': 405 }))).toMatch(/remove its record/)
  })
})
