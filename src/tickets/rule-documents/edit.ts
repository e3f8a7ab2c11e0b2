import {
  canonicalJson,
  type Id,
  invalidField,
  type JsonObject,
  notFound,
  Refused,
  toIso,
} from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { type Editing, getDocument, lastPosition, reordered } from '../policy-edit.ts'
import { MAX_KEPT, type RuleNoun } from './noun.ts'
import { settled } from './order.ts'

/** Makes a rule, behind the others unless it asks for a place among them. */
export const createRule = async <Input>(
  editing: Editing,
  noun: RuleNoun<Input>,
  input: Input,
): Promise<PolicyDocument> => keepNew(editing, noun, noun.read(input, undefined, editing))

/** Changes a rule. What changes nothing makes no version. */
export const changeRule = async <Input>(
  editing: Editing,
  noun: RuleNoun<Input>,
  id: Id,
  input: Input,
): Promise<PolicyDocument> => (await changeRules(editing, noun, [{ id, input }]))[0]!

/** Changes several rules as one version: all of them, or none. */
export const changeRules = async <Input>(
  editing: Editing,
  noun: RuleNoun<Input>,
  changes: readonly { readonly id: Id; readonly input: Input }[],
): Promise<readonly PolicyDocument[]> => {
  const changed = new Map<Id, PolicyDocument>()
  const moved = new Set<Id>()
  for (const { id, input } of changes) {
    const before = changed.get(id) ?? getDocument(editing.policy, noun.kind, id)
    const body = noun.read(input, before, editing)
    if (isMoved(noun, before.body, body)) moved.add(id)
    changed.set(id, { kind: noun.kind, id, body })
  }
  const kept = await keep(editing, noun, changed, moved)
  return [...changed.keys()].map((id) => kept.get(id)!)
}

/** Removes rules; those that are not there are passed over where `isLenient`, as bulk calls do. */
export const removeRules = async (
  { policy, edit }: Editing,
  { kind }: Pick<RuleNoun<never>, 'kind'>,
  ids: readonly Id[],
  isLenient = false,
): Promise<void> => {
  const there = [...new Set(ids)].filter((id) => policy.document(kind, id) !== undefined)
  if (!isLenient && there.length < new Set(ids).size) throw new Refused(notFound)
  await edit(there.map((id) => ({ kind, id, body: null })))
}

/** A copy with another name, behind the others, and out of use until somebody has looked at it. */
export const cloneRule = async <Input>(
  editing: Editing,
  noun: RuleNoun<Input>,
  id: Id,
  title?: string,
): Promise<PolicyDocument> => {
  const { position: _position, ...body } = getDocument(editing.policy, noun.kind, id).body
  const name = title ?? `Copy of ${String(body.title)}`
  return keepNew(editing, noun, { ...body, title: name.slice(0, 255), active: false })
}

/** Puts rules into the order of the ids; those not named follow as they stood. */
export const reorderRules = async (
  { policy, at, edit }: Editing,
  { kind }: Pick<RuleNoun<never>, 'kind'>,
  { ids, field }: { readonly ids: readonly Id[]; readonly field: string },
  within: (body: JsonObject) => boolean = () => true,
): Promise<void> => {
  const documents = policy.documents(kind).filter(({ body }) => within(body))
  const unknown = ids.find((id) => !documents.some((document) => document.id === id))
  if (unknown !== undefined) throw new Refused(invalidField(field, `${unknown} is not one of them`))
  if (new Set(ids).size < ids.length) throw new Refused(invalidField(field, 'names one more than once'))
  await edit(reordered(documents, ids, toIso(at)))
}

const keepNew = async <Input>(
  editing: Editing,
  noun: RuleNoun<Input>,
  wished: JsonObject,
): Promise<PolicyDocument> => {
  const { policy, at, nextId } = editing
  const standing = policy.documents(noun.kind)
  if (standing.length >= MAX_KEPT)
    throw new Refused(invalidField('base', `${noun.name}: there can be at most ${MAX_KEPT}`))
  const order = standing.filter(({ body }) => isSameOrder(noun, body, wished))
  const id = await nextId()
  const body: JsonObject = {
    active: true,
    ...wished,
    position: wished.position ?? lastPosition(order),
    created_at: toIso(at),
    updated_at: toIso(at),
  }
  const made = new Map([[id, { kind: noun.kind, id, body }]])
  return (await keep(editing, noun, made, new Set([id]))).get(id)!
}

const isSameOrder = (noun: RuleNoun<never>, one: JsonObject, other: JsonObject): boolean =>
  String(noun.orderOf?.(one) ?? '') === String(noun.orderOf?.(other) ?? '')

const isMoved = (noun: RuleNoun<never>, before: JsonObject, after: JsonObject): boolean =>
  before.position !== after.position || !isSameOrder(noun, before, after)

/** Writes what differs from what stands, and answers everything by id. */
const keep = async (
  { policy, at, edit }: Editing,
  noun: RuleNoun<never>,
  changed: ReadonlyMap<Id, PolicyDocument>,
  moved: ReadonlySet<Id>,
): Promise<ReadonlyMap<Id, PolicyDocument>> => {
  const standing = new Map(policy.documents(noun.kind).map((document) => [document.id, document]))
  const all = [...new Map([...standing, ...changed]).values()]
  const edits = settled(all, moved, noun.orderOf).flatMap((document) => {
    const before = standing.get(document.id)
    if (before && isSame(before.body, document.body)) return []
    const body = before ? { ...document.body, updated_at: toIso(at) } : document.body
    return [{ ...document, body }]
  })
  const kept = new Map([...standing, ...edits.map((document) => [document.id, document] as const)])
  checkRoom(noun, standing.values(), kept.values())
  await edit(edits.map(({ kind, id, body }) => ({ kind, id, body })))
  return kept
}

const isSame = (one: JsonObject, other: JsonObject): boolean => canonicalJson(one) === canonicalJson(other)

const checkRoom = (
  { name, maxActive }: RuleNoun<never>,
  before: Iterable<PolicyDocument>,
  after: Iterable<PolicyDocument>,
): void => {
  const inUse = (documents: Iterable<PolicyDocument>): number =>
    [...documents].filter(({ body }) => body.active !== false).length
  const count = inUse(after)
  if (count > maxActive && count > inUse(before))
    throw new Refused(invalidField('base', `${name}: there can be at most ${maxActive} in use`))
}
