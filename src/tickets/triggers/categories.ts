import { type Id, invalidField, type JsonObject, Refused, toIso } from '../../kernel/index.ts'
import { cleanName } from '../../people/core/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { type Editing, getDocument, lastPosition } from '../policy-edit.ts'
import { settled } from '../rule-documents/order.ts'
import { categoryIdOf } from './trigger-noun.ts'

export const CATEGORY = 'trigger_category'
const MAX_CATEGORIES = 1000

export type CategoryInput = {
  readonly name?: string | null | undefined
  readonly position?: number | null | undefined
}

export const createCategory = async (editing: Editing, input: CategoryInput): Promise<PolicyDocument> => {
  const { policy, at, nextId } = editing
  const standing = policy.documents(CATEGORY)
  if (standing.length >= MAX_CATEGORIES)
    throw new Refused(invalidField('base', `Category: there can be at most ${MAX_CATEGORIES}`))
  const id = await nextId()
  const body: JsonObject = {
    name: nameIn(input.name ?? ''),
    position: input.position ?? lastPosition(standing),
    created_at: toIso(at),
    updated_at: toIso(at),
  }
  return (await keep(editing, [{ kind: CATEGORY, id, body }]))[0]!
}

export const changeCategories = (
  editing: Editing,
  changes: readonly { readonly id: Id; readonly input: CategoryInput }[],
): Promise<readonly PolicyDocument[]> =>
  keep(
    editing,
    changes.map(({ id, input }) => {
      const before = getDocument(editing.policy, CATEGORY, id)
      const body = {
        ...before.body,
        name: input.name == null ? (before.body.name ?? '') : nameIn(input.name),
        position: input.position ?? before.body.position ?? 0,
      }
      return { kind: CATEGORY, id, body }
    }),
  )

/** Only an empty category goes: its triggers would run at another place, unseen. */
export const removeCategory = async ({ policy, edit }: Editing, id: Id): Promise<void> => {
  getDocument(policy, CATEGORY, id)
  const inside = triggersIn(policy, id)
  if (inside.length > 0) {
    const titles = inside.slice(0, 5).map(({ body }) => JSON.stringify(body.title))
    throw new Refused(invalidField('base', `Category: holds triggers, ${titles.join(', ')} among them`))
  }
  if (policy.documents(CATEGORY).length === 1)
    throw new Refused(invalidField('base', 'Category: the last one stays'))
  await edit([{ kind: CATEGORY, id, body: null }])
}

export const triggersIn = (policy: PolicySnapshot, id: Id): readonly PolicyDocument[] =>
  policy.documents('trigger').filter(({ body }) => categoryIdOf(body) === String(id))

const nameIn = (name: string): string => {
  const clean = cleanName(name)
  if (clean === '') throw new Refused(invalidField('name', 'Name: cannot be blank', 'BlankValue'))
  return clean
}

const keep = async (
  { policy, at, edit }: Editing,
  changed: readonly PolicyDocument[],
): Promise<readonly PolicyDocument[]> => {
  const standing = new Map(policy.documents(CATEGORY).map((document) => [document.id, document]))
  const moved = changed.filter(({ id, body }) => standing.get(id)?.body.position !== body.position)
  const all = [...new Map([...standing, ...changed.map((one) => [one.id, one] as const)]).values()]
  const kept = settled(all, new Set(moved.map(({ id }) => id))).map((one) => {
    const before = standing.get(one.id)
    const isSame = before === one || before === undefined
    return isSame ? one : { ...one, body: { ...one.body, updated_at: toIso(at) } }
  })
  await edit(
    kept.filter((one) => standing.get(one.id) !== one).map(({ kind, id, body }) => ({ kind, id, body })),
  )
  return changed.map(({ id }) => kept.find((one) => one.id === id)!)
}
