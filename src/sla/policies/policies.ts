import { schedulesOf } from '../../calendar/index.ts'
import {
  err,
  type Id,
  type Instant,
  invalid,
  invalidField,
  type JsonObject,
  notFound,
  ok,
  orRefuse,
  type Refusal,
  Refused,
  type Result,
  toIso,
} from '../../kernel/index.ts'
import {
  type Acting,
  drawIds,
  editPolicy,
  type Plan,
  type PolicySnapshot,
} from '../../platform/policy/index.ts'
import type { DeskFacts } from '../core/index.ts'
import type { Room } from './room.ts'

/** What the two kinds of policy share. */
type AnyBody = { readonly title: string; readonly position: number }

/** A policy with the id of its document. */
export type Stored<Body> = { readonly id: Id; readonly body: Body }

/** One of the two nouns: SLA policies and group SLA policies. */
export type Noun<Body extends AnyBody, Input> = {
  readonly kind: string
  /** In sentences. */
  readonly name: string
  readonly path: string
  read(body: JsonObject): Body | undefined
  /** What the wire calls it. */
  keyOf(policy: Stored<Body>): string
  make(room: Room, input: Input, position: number, desk: DeskFacts): Result<Body, Refusal>
  change(before: Body, input: Input, desk: DeskFacts): Result<Body, Refusal>
}

/** How many policies of a kind a desk may have: each update of a ticket may try them all. */
export const MAX_POLICIES = 1000

/** Policies that stand, in the order in which they are tried. */
export const policiesIn = <Body extends AnyBody>(
  policy: PolicySnapshot,
  noun: Pick<Noun<Body, never>, 'kind' | 'read'>,
): Stored<Body>[] =>
  policy
    .documents(noun.kind)
    .flatMap(({ id, body }) => {
      const read = noun.read(body)
      return read === undefined ? [] : [{ id, body: read }]
    })
    .sort((a, b) => a.body.position - b.body.position || a.id - b.id)

export const policyIn = <Body extends AnyBody>(
  policy: PolicySnapshot,
  noun: Pick<Noun<Body, never>, 'kind' | 'read' | 'keyOf'>,
  key: string,
): Result<Stored<Body>, Refusal> => {
  const found = policiesIn(policy, noun).find((one) => noun.keyOf(one) === key)
  return found === undefined ? err(notFound) : ok(found)
}

const factsIn = (room: Room, policy: PolicySnapshot, at: Instant): DeskFacts => ({
  catalogue: room.catalogue(policy),
  isSchedule: (id) => schedulesOf(policy).some((schedule) => schedule.id === id),
  at,
})

export const createPolicy = async <Body extends AnyBody, Input>(
  room: Room,
  acting: Acting,
  noun: Noun<Body, Input>,
  input: Input,
): Promise<Stored<Body>> => {
  const { ground } = room
  const at = ground.clock.now()
  orRefuse(noun.make(room, input, 1, factsIn(room, await ground.policy.current(), at)))
  const [id] = await drawIds(ground, 1)
  return editPolicy(ground, acting, (policy, now) => {
    const standing = policiesIn(policy, noun)
    if (standing.length >= MAX_POLICIES) return full(noun.name)
    const last = standing.at(-1)?.body.position ?? 0
    const body = noun.make(room, input, last + 1, factsIn(room, policy, now))
    if (!body.ok) return body
    const made = { id: id!, body: body.value }
    return ok({ ...saving(noun, made, 'Create'), path: `${noun.path}/${noun.keyOf(made)}` })
  })
}

const full = (name: string) =>
  err(invalidField('base', `There can be at most ${MAX_POLICIES} ${name} policies`))

const saving = <Body extends AnyBody>(
  { kind, name }: Pick<Noun<Body, never>, 'kind' | 'name'>,
  policy: Stored<Body>,
  verb: string,
): Plan<Stored<Body>> => ({
  edits: [{ kind, id: policy.id, body: policy.body as unknown as JsonObject }],
  reason: `${verb} the ${name} policy ${policy.body.title}`,
  result: policy,
})

export const changePolicy = <Body extends AnyBody, Input>(
  room: Room,
  acting: Acting,
  noun: Noun<Body, Input>,
  { key, input }: { readonly key: string; readonly input: Input },
): Promise<Stored<Body>> =>
  editPolicy(room.ground, acting, (policy, at) => {
    const found = policyIn(policy, noun, key)
    if (!found.ok) return found
    const body = noun.change(found.value.body, input, factsIn(room, policy, at))
    return body.ok ? ok(saving(noun, { ...found.value, body: body.value }, 'Change')) : body
  })

/** Clocks under way lose its targets with the next update of their ticket. */
export const deletePolicy = <Body extends AnyBody, Input>(
  room: Room,
  acting: Acting,
  noun: Noun<Body, Input>,
  key: string,
): Promise<void> =>
  editPolicy(room.ground, acting, (policy) => {
    const found = policyIn(policy, noun, key)
    if (!found.ok) return found
    const { id, body } = found.value
    const reason = `Delete the ${noun.name} policy ${body.title}`
    return ok({ edits: [{ kind: noun.kind, id, body: null }], reason, result: undefined })
  })

/** Puts all policies into an order, as one version. Every one must be named, once. */
export const reorderPolicies = <Body extends AnyBody, Input>(
  room: Room,
  acting: Acting,
  noun: Noun<Body, Input>,
  { keys, field }: { readonly keys: readonly string[]; readonly field: string },
): Promise<void> =>
  editPolicy(room.ground, acting, (policy, at) => {
    const standing = policiesIn(policy, noun)
    const refusal = orderRefusal(standing.map(noun.keyOf), keys, field)
    if (refusal) return err(refusal)
    const edits = standing.flatMap((one) => {
      const position = keys.indexOf(noun.keyOf(one)) + 1
      if (one.body.position === position) return []
      const body = { ...one.body, position, updated_at: toIso(at) } as unknown as JsonObject
      return [{ kind: noun.kind, id: one.id, body }]
    })
    return ok({ edits, reason: `Reorder the ${noun.name} policies`, result: undefined })
  })

const orderRefusal = (
  standing: readonly string[],
  keys: readonly string[],
  field: string,
): Refusal | undefined => {
  const wrong = (description: string, some: readonly string[]) =>
    some.length === 0
      ? []
      : [
          {
            field,
            error: 'InvalidValue' as const,
            description: `${description} ${some.slice(0, 10).join(', ')}`,
          },
        ]
  const details = [
    ...wrong(
      'names what is no such policy:',
      keys.filter((key) => !standing.includes(key)),
    ),
    ...wrong(
      'names more than once',
      keys.filter((key, index) => keys.indexOf(key) < index),
    ),
    ...wrong(
      'leaves out',
      standing.filter((key) => !keys.includes(key)),
    ),
  ]
  return details.length === 0 ? undefined : invalid(...details)
}

/** One policy that stands. */
export const getPolicy = async <Body extends AnyBody, Input>(
  { ground }: Room,
  noun: Noun<Body, Input>,
  key: string,
): Promise<Stored<Body>> => {
  const found = policyIn(await ground.policy.current(), noun, key)
  if (found.ok) return found.value
  throw new Refused(found.error)
}
