import { type Static, type TSchema, Type } from 'typebox'
import {
  type FieldError,
  type Id,
  invalid,
  type Json,
  type JsonObject,
  parseId,
  Refused,
  toIso,
} from '../../kernel/index.ts'
import { may, type Viewer } from '../../people/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { type Action, isTooLarge, parseActions } from '../../rules/core/index.ts'
import type { Policy } from '../core/policy.ts'
import { catalogueOf } from '../core/trigger.ts'
import type { Editing } from '../policy-edit.ts'
import type { RuleNoun } from '../rule-documents/noun.ts'
import { assertMayWrite, RestrictionInput, readRestriction, restrictionOf } from '../views/restriction.ts'
import { namesOf } from '../views/view-input.ts'

export const MACRO_KIND = 'macro'

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const IdIn = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ maxLength: 20 })])

/** What a macro may be written with (zendesk-api.md 2.10), and ours: its owner, and whether it is approved. */
export const MacroInput = Type.Object({
  title: optional(Type.String()),
  raw_title: optional(Type.String()),
  description: optional(Type.String()),
  active: optional(Type.Boolean()),
  position: optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  actions: optional(Type.Unknown()),
  attachments: optional(Type.Array(IdIn, { maxItems: 100 })),
  restriction: Type.Optional(RestrictionInput),
  owner_id: optional(IdIn),
  approved: optional(Type.Boolean({ description: 'Approve it, or take an approval back' })),
})
export type MacroInput = Static<typeof MacroInput>

const MAX_ACTIVE = 20_000

/** Macros as `rule-documents` keeps them, written by somebody. */
export const macroNoun = (viewer: Viewer, policy: Policy): RuleNoun<MacroInput> => ({
  kind: MACRO_KIND,
  name: 'Macro',
  maxActive: MAX_ACTIVE,
  read: (input, standing, editing) => readMacro(input, standing, { viewer, policy, at: editing.at }),
})

type Writing = { readonly viewer: Viewer; readonly policy: Policy; readonly at: Editing['at'] }

const readMacro = (input: MacroInput, standing: PolicyDocument | undefined, writing: Writing): JsonObject => {
  const { viewer } = writing
  if (standing) assertMayWrite(viewer, 'macros', restrictionOf(standing.body))
  const before = standing?.body ?? {}
  const errors: FieldError[] = []
  const said: JsonObject = {
    ...before,
    ...namesOf(input, before, errors),
    ...(input.active == null ? {} : { active: input.active }),
    ...(input.position == null ? {} : { position: input.position }),
    actions: actionsOf(input, before),
    ...restricted(input, before),
    owner_id: ownerOf(input, before, viewer, errors),
  }
  errors.push(...wrongIn(said, writing.policy))
  if (errors.length > 0) throw new Refused(invalid(...errors))
  assertMayWrite(viewer, 'macros', restrictionOf(said))
  return { ...said, ...approval(input, before, said, writing) }
}

const wrong = (field: string, description: string): FieldError => ({
  field,
  error: 'InvalidValue',
  description,
})

/** What a macro does; every error names its action. */
export const macroActions = (raw: Json | undefined, { fields }: Pick<Policy, 'fields'>) =>
  parseActions(raw, { place: 'macro', catalogue: catalogueOf(fields) })

const wrongIn = (body: JsonObject, policy: Policy): FieldError[] => {
  if (isTooLarge(body)) return [wrong('base', 'Macro: can have at most 65 kB')]
  const actions = macroActions(body.actions, policy)
  return actions.ok ? [] : actions.error.map((text) => wrong('actions', `Actions: ${text}`))
}

/** The files that a macro's actions put under its comment. */
export const filesOf = (actions: readonly Action[]): readonly Id[] =>
  actions.flatMap((action) => (action.kind === 'attachments' ? action.ids : []))

const actionsOf = ({ actions, attachments }: MacroInput, before: JsonObject): Json => {
  const given =
    actions == null ? (before.actions ?? []) : Array.isArray(actions) ? actions.map(picked) : actions
  if (attachments == null || !Array.isArray(given)) return given as Json
  const others = given.filter((action) => (action as JsonObject | null)?.field !== 'attachment')
  return attachments.length === 0
    ? others
    : [...others, { field: 'attachment', value: attachments.map(String) }]
}

/** Numbers and yes and no are kept as texts, alone and in lists: that is how the wire shows them. */
const picked = (given: Json): Json => {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return given
  const { field, value } = given as JsonObject
  return {
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value: written(value) }),
  }
}

const written = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(written)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

const restricted = (input: MacroInput, before: JsonObject): JsonObject => {
  if (input.restriction === undefined) return { restriction: before.restriction ?? null }
  const restriction = readRestriction(input.restriction, ['Group', 'User', 'Role'])
  return { restriction: restriction && { type: restriction.type, ids: [...restriction.ids] } }
}

/** Whoever makes a macro owns it, until somebody who manages macros says otherwise. */
const ownerOf = (
  { owner_id: given }: MacroInput,
  before: JsonObject,
  viewer: Viewer,
  errors: FieldError[],
): Json => {
  const standing = before.owner_id === undefined ? viewer.userId : before.owner_id
  if (given === undefined) return standing
  const owner = given === null || given === '' ? null : parseId(String(given))
  if (owner === standing) return standing
  if (owner === undefined) errors.push(wrong('owner_id', 'Owner: must be an id'))
  else if (!may(viewer, 'macros.manage'))
    errors.push(wrong('owner_id', 'Owner: is given by who manages macros'))
  return owner ?? null
}

/** An approval is of what a macro says: where that changes it falls. Nobody approves what is their own. */
const approval = (
  { approved }: MacroInput,
  before: JsonObject,
  said: JsonObject,
  { viewer, at }: Writing,
): JsonObject => {
  const isSame = JSON.stringify([before.title, before.actions]) === JSON.stringify([said.title, said.actions])
  const standing = isSame
    ? { approved_by: before.approved_by ?? null, approved_at: before.approved_at ?? null }
    : { approved_by: null, approved_at: null }
  if (approved == null || approved === (standing.approved_by !== null)) return standing
  if (!may(viewer, 'macros.manage'))
    throw new Refused(invalid(wrong('approved', 'Approved: is said by who manages macros')))
  if (!approved) return { approved_by: null, approved_at: null }
  if (said.owner_id === viewer.userId)
    throw new Refused(invalid(wrong('approved', 'Approved: nobody can approve a macro of their own')))
  return { approved_by: viewer.userId, approved_at: toIso(at) }
}
