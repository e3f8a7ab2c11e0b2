import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { Refused } from '../../kernel/index.ts'
import { countQueries, sql } from '../db/index.ts'
import { installStandardPolicy } from './install-standard-policy.ts'
import type { PolicyEdit, PolicyKind, PolicyStore } from './policy.ts'
import { createPolicyStore } from './policy-store.ts'

const trigger = (id: number, title = `Trigger ${id}`): PolicyEdit => ({
  kind: 'trigger',
  id,
  body: { title },
})

const KINDS: readonly PolicyKind[] = [
  { kind: 'role', standard: [2, 1].map((id) => ({ kind: 'role', id, body: { name: `Role ${id}` } })) },
  { kind: 'trigger', standard: [] },
]

let ground: TestGround
let policy: PolicyStore
beforeAll(async () => {
  ground = await testGround()
})
afterAll(() => ground.close())
beforeEach(async () => {
  await ground.db.rows(sql`truncate policy_versions, policy_documents cascade`)
  policy = createPolicyStore(ground.db, KINDS)
})

const why = { authorId: 7, reason: 'spring cleaning', at: Date.parse('2026-02-01T00:00:00Z') as never }
const edit = (...edits: PolicyEdit[]): Promise<number> => policy.edit(ground.db, why, edits)

describe('snapshots', () => {
  it('are empty before anything was written', async () => {
    const snapshot = await policy.current()
    expect(snapshot.version).toBe(0)
    expect(snapshot.documents('trigger')).toEqual([])
  })

  it('hold what stood at their version, by id', async () => {
    expect(await edit(trigger(20), trigger(10))).toBe(1)
    expect(await edit(trigger(10, 'Renamed'), trigger(15))).toBe(2)
    expect(await edit({ kind: 'trigger', id: 20, body: null })).toBe(3)
    const titles = async (version: number) =>
      (await policy.at(version)).documents('trigger').map(({ id, body }) => `${id} ${body.title}`)
    expect(await titles(1)).toEqual(['10 Trigger 10', '20 Trigger 20'])
    expect(await titles(2)).toEqual(['10 Renamed', '15 Trigger 15', '20 Trigger 20'])
    expect(await titles(3)).toEqual(['10 Renamed', '15 Trigger 15'])
    expect((await policy.current()).version).toBe(3)
    expect((await policy.at(3)).document('trigger', 20)).toBeUndefined()
    expect((await policy.at(3)).document('trigger', 15)?.body).toEqual({ title: 'Trigger 15' })
  })

  it('stay when the last document goes', async () => {
    await edit(trigger(10))
    await edit({ kind: 'trigger', id: 10, body: null })
    expect((await policy.current()).documents('trigger')).toEqual([])
  })

  it('cannot be changed by those who share them', async () => {
    await edit(trigger(10))
    const [document] = (await policy.current()).documents('trigger')
    expect(() => {
      ;(document!.body as { title: string }).title = 'x'
    }).toThrow(TypeError)
  })

  it('cost nothing once read, and compile once', async () => {
    await edit(trigger(10))
    await Promise.all([policy.at(1), policy.at(1)])
    let compilations = 0
    const compile = () => ++compilations
    const { count } = await countQueries(async () => {
      for (let i = 0; i < 3; i++) (await policy.at(1)).compiled('count', compile)
    })
    expect({ count, compilations }).toEqual({ count: 0, compilations: 1 })
    await edit(trigger(11))
    expect((await policy.at(2)).compiled('count', compile)).toBe(2)
  })

  it('are dropped from memory past eight', async () => {
    for (let id = 1; id <= 9; id++) await edit(trigger(id))
    for (let version = 1; version <= 9; version++) await policy.at(version)
    expect((await countQueries(() => policy.at(9))).count).toBe(0)
    expect((await countQueries(() => policy.at(1))).count).toBe(1)
  })

  it('of a version that is not there yet are an error, and not remembered as one', async () => {
    await expect(policy.at(1)).rejects.toThrow('no policy version 1')
    await edit(trigger(10))
    expect((await policy.at(1)).version).toBe(1)
  })
})

describe('an edit', () => {
  it('writes who did what into the audit log', async () => {
    await ground.db.rows(sql`alter table audit_log disable trigger audit_log_append_only`)
    await ground.db.rows(sql`delete from audit_log`)
    await edit(trigger(10))
    await edit(trigger(10, 'Renamed'))
    await policy.edit(ground.db, { ...why, authorId: null, via: 'config', ip: '::1', requestId: 'r' }, [
      { kind: 'trigger', id: 10, body: null },
    ])
    const rows = await ground.db.rows(sql`
      select actor_id, via, ip, request_id, action, source_type, source_id, source_label, before, after
      from audit_log order by id`)
    const common = { source_type: 'policy', source_id: 'trigger/10' }
    const byPerson = { ...common, actor_id: 7, via: 'api', ip: null, request_id: null }
    expect(rows).toEqual([
      {
        ...byPerson,
        action: 'create',
        source_label: 'Trigger 10',
        before: null,
        after: { title: 'Trigger 10' },
      },
      {
        ...byPerson,
        action: 'update',
        source_label: 'Renamed',
        before: { title: 'Trigger 10' },
        after: { title: 'Renamed' },
      },
      {
        ...common,
        actor_id: null,
        via: 'config',
        ip: '::1',
        request_id: 'r',
        action: 'destroy',
        source_label: 'Renamed',
        before: { title: 'Renamed' },
        after: null,
      },
    ])
  })

  it('that changes nothing makes no version', async () => {
    expect(await edit(trigger(10))).toBe(1)
    expect(await edit({ kind: 'trigger', id: 10, body: { title: 'Trigger 10' } })).toBe(1)
    expect(await edit()).toBe(1)
  })

  it('is refused for unknown kinds, impossible ids, doubles, and removals of nothing', async () => {
    await expect(edit({ kind: 'nonsense', id: 1, body: {} })).rejects.toThrow('policy kind "nonsense"')
    await expect(edit(trigger(0))).rejects.toThrow('cannot be the id')
    await expect(edit(trigger(10), trigger(10))).rejects.toThrow('edited twice')
    const removal = edit(trigger(11), { kind: 'trigger', id: 10, body: null })
    await expect(removal).rejects.toThrow(Refused)
    await expect(removal).rejects.toThrow('There is no trigger 10')
    expect((await policy.current()).version).toBe(0)
  })

  it('joins the transaction it is given, and goes with it', async () => {
    const failing = ground.db.transaction(async (tx) => {
      expect(await policy.edit(tx, why, [trigger(10)])).toBe(1)
      throw new Error('something else failed')
    })
    await expect(failing).rejects.toThrow('something else')
    expect((await policy.current()).version).toBe(0)
  })

  it('waits for another: ten at once give ten versions and lose none', async () => {
    const versions = await Promise.all(Array.from({ length: 10 }, (_, i) => edit(trigger(i + 1))))
    expect(versions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect((await policy.current()).documents('trigger')).toHaveLength(10)
  })

  it('draws ids for new documents beyond those of standard ones', async () => {
    const [a, b] = [await policy.nextId(ground.db), await policy.nextId(ground.db)]
    expect(a).toBeGreaterThanOrEqual(10_000)
    expect(b).toBe(a + 1)
  })
})

describe('the standard policy', () => {
  const install = (kinds = KINDS): Promise<number> => installStandardPolicy(ground.db, kinds, why.at)

  it('is version 1, however many processes start at once', async () => {
    expect(await Promise.all([install(), install(), install()])).toEqual([1, 1, 1])
    expect((await policy.current()).documents('role').map(({ id }) => id)).toEqual([1, 2])
  })

  it('leaves alone what the desk changed or removed, and brings the kinds of a later release', async () => {
    await install()
    await edit({ kind: 'role', id: 1, body: null }, { kind: 'role', id: 2, body: null })
    expect(await install()).toBe(2)
    const later = [...KINDS, { kind: 'brand', standard: [{ kind: 'brand', id: 1, body: { name: 'Ours' } }] }]
    expect(await install(later)).toBe(3)
    expect(await install(later)).toBe(3)
    const current = await policy.current()
    expect(current.documents('role')).toEqual([])
    expect(current.documents('brand')).toEqual([
      { kind: 'brand', id: 1, body: { name: 'Ours' }, fromVersion: 3 },
    ])
  })

  it('is version 1 even where no kind brings a document', async () => {
    expect(await install([{ kind: 'trigger', standard: [] }])).toBe(1)
  })
})
