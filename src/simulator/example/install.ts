import { join } from 'node:path'
import { applyTree, readDirectory } from '../../config/index.ts'
import { assert } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'

/** The tree that simulated organisations live under: see its README. */
const EXAMPLE = join(import.meta.dirname, '../../../examples/gitlab')

/**
 * Gives a desk what the example tree says, as one version of its policy. A desk that has schedules or SLA policies keeps
 * what it has, and is given nothing.
 */
export const installExamplePolicy = async (ground: Ground): Promise<void> => {
  if (hasOwn(await ground.policy.current())) return
  const outcome = await applyTree(ground, await readDirectory(EXAMPLE), {
    reason: 'The policy of the simulated organisation',
  })
  assert(outcome.ok, 'the example applies to a desk that has none of its own')
}

const hasOwn = (standing: PolicySnapshot): boolean =>
  ['schedule', 'sla_policy'].some((kind) => standing.documents(kind).length > 0)
