import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestGround, testGround } from '../../test/support/ground.ts'
import { schedulePolicyKinds } from '../calendar/index.ts'
import { policyKinds } from '../people/index.ts'
import { slaPolicyKinds } from '../sla/index.ts'
import { ticketPolicyKinds } from '../tickets/index.ts'
import { type ApplyOutcome, applyTree, readDirectory, type SourceFile } from './index.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/gitlab')

let ground: TestGround
let files: readonly SourceFile[]
let first: ApplyOutcome
beforeAll(async () => {
  ground = await testGround({
    policyKinds: [...policyKinds, ...schedulePolicyKinds, ...slaPolicyKinds, ...ticketPolicyKinds],
  })
  files = await readDirectory(EXAMPLE)
  first = await applyTree(ground, files, { reason: 'to begin with' })
})
afterAll(() => ground?.close())

describe('the example', () => {
  it('applies to an empty desk as one version', async () => {
    expect(first).toMatchObject({ ok: true, version: 2 })
    expect((await ground.policy.current()).version).toBe(2)
  })

  it('changes nothing when it is applied again', async () => {
    expect(await applyTree(ground, files, { reason: null })).toEqual({ ok: true, version: 2, changes: [] })
  })
})
