import type { Id, JsonObject } from '../../kernel/index.ts'
import {
  type Action,
  type Catalogue,
  compileConditions,
  type Predicate,
  parseConditions,
} from '../../rules/core/index.ts'
import type { PolicyProblem } from './policy.ts'
import { factsOf, type Run } from './run.ts'
import { skillIdOf } from './skill-id.ts'

/** Kinds of policy documents: kinds of skills (languages), and the skills themselves (Dutch). */
export const SKILL_ATTRIBUTE = 'routing_attribute'
export const SKILL = 'routing_attribute_value'

export type Skill = {
  readonly id: Id
  readonly name: string
  /** Which new tickets ask for it by themselves; null: none. */
  readonly isAskedBy: Predicate | null
}

/** What rules do to the skills that a ticket asks for. */
export type SkillEdit = { readonly mode: 'set' | 'add' | 'remove'; readonly ids: readonly Id[] }

type Source = { documents(kind: string): readonly { readonly id: Id; readonly body: JsonObject }[] }

export const readSkills = (source: Source, catalogue: Catalogue, problems: PolicyProblem[]): Skill[] =>
  source.documents(SKILL).map(({ id, body }) => {
    const name = String(body.name ?? '')
    if (body.conditions == null) return { id, name, isAskedBy: null }
    const conditions = parseConditions(body, { place: 'routing', catalogue })
    if (conditions.ok) return { id, name, isAskedBy: compileConditions(conditions.value) }
    problems.push({ kind: SKILL, id, messages: conditions.error })
    return { id, name, isAskedBy: null }
  })

/** Notes what a rule does to the skills of a ticket; answers what could not be done. Skills are named by id or by name. */
export const editSkills = (run: Run, { mode, skills }: Extract<Action, { kind: 'skills' }>): string[] => {
  const found = skills.map((text) => findSkill(run.attempt.policy.skills, text))
  run.skills.push({ mode, ids: found.flatMap((skill) => skill?.id ?? []) })
  return found.includes(undefined) ? ['Skills: one does not exist'] : []
}

const findSkill = (skills: readonly Skill[], text: string): Skill | undefined => {
  const id = skillIdOf(text)
  return skills.find((skill) => skill.id === id || skill.name.toLowerCase() === text.toLowerCase())
}

/** All that becomes of a ticket's skills: what rules said, and, of a new ticket as rules have left it, what it asks for. */
export const skillEditsOf = (run: Run): readonly SkillEdit[] => {
  const { before, change, policy } = run.attempt
  if (before !== null || change.imported) return run.skills
  const automatic = policy.skills.filter(({ isAskedBy }) => isAskedBy !== null)
  if (automatic.length === 0) return run.skills
  const facts = factsOf(run)
  const ids = automatic.flatMap(({ id, isAskedBy }) => (isAskedBy?.(facts) ? [id] : []))
  return ids.length === 0 ? run.skills : [...run.skills, { mode: 'add', ids }]
}
