import { type Static, type TSchema, Type } from 'typebox'
import {
  type FieldErrorCode,
  type Id,
  invalidField,
  type Json,
  type JsonObject,
  notFound,
  Refused,
  toIso,
} from '../../kernel/index.ts'
import { cleanName } from '../../people/core/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { isTooLarge, parseConditions } from '../../rules/core/index.ts'
import { skillIdOf } from '../core/skill-id.ts'
import { SKILL, SKILL_ATTRIBUTE } from '../core/skills.ts'
import { catalogueIn } from '../desk-values.ts'
import { collecting } from '../fields/field-input.ts'
import { type Editing, getDocument } from '../policy-edit.ts'
import { forgetSkills } from './skills-store.ts'

const MAX_ATTRIBUTES = 100
const MAX_VALUES = 1000
const MAX_NAME = 255

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

export const AttributeInput = Type.Object({ name: optional(Type.String()) })
export const ValueInput = Type.Object({
  name: optional(Type.String()),
  conditions: Type.Optional(Type.Unknown()),
})
export type AttributeInput = Static<typeof AttributeInput>
export type ValueInput = Static<typeof ValueInput>

/** A skill or a kind of skills by its UUID; what is none is not there. */
export const documentOf = (policy: PolicySnapshot, kind: string, text: string): PolicyDocument =>
  getDocument(policy, kind, skillIdOf(text) ?? 0)

/** One skill of an attribute. */
export const valueIn = (policy: PolicySnapshot, attributeId: string, valueId: string): PolicyDocument => {
  const attribute = documentOf(policy, SKILL_ATTRIBUTE, attributeId)
  const value = documentOf(policy, SKILL, valueId)
  if (value.body.attribute_id !== attribute.id) throw new Refused(notFound)
  return value
}

export const valuesOf = (policy: PolicySnapshot, attributeId: Id): PolicyDocument[] =>
  policy.documents(SKILL).filter(({ body }) => body.attribute_id === attributeId)

/** Makes a kind of skills, or renames one. */
export const saveAttribute = async (
  editing: Editing,
  input: AttributeInput,
  standing?: PolicyDocument,
): Promise<PolicyDocument> => {
  const { policy } = editing
  const others = policy.documents(SKILL_ATTRIBUTE).filter(({ id }) => id !== standing?.id)
  if (others.length >= MAX_ATTRIBUTES) throw tooMany('Attribute', MAX_ATTRIBUTES)
  return save(
    editing,
    SKILL_ATTRIBUTE,
    { ...standing?.body, name: nameOf(input, standing, others) },
    standing,
  )
}

/** Makes a skill, or changes one. Its conditions, where it has any, put it on tickets as they are created. */
export const saveValue = async (
  editing: Editing,
  attributeId: Id,
  input: ValueInput,
  standing?: PolicyDocument,
): Promise<PolicyDocument> => {
  const { policy } = editing
  const others = valuesOf(policy, attributeId).filter(({ id }) => id !== standing?.id)
  if (standing === undefined && policy.documents(SKILL).length >= MAX_VALUES)
    throw tooMany('Attribute value', MAX_VALUES)
  const name = nameOf(input, standing, others)
  const conditions = input.conditions === undefined ? {} : { conditions: readConditions(policy, input) }
  return save(editing, SKILL, { ...standing?.body, attribute_id: attributeId, name, ...conditions }, standing)
}

const save = async (
  { at, edit, nextId }: Editing,
  kind: string,
  wished: JsonObject,
  standing?: PolicyDocument,
): Promise<PolicyDocument> => {
  const body = { created_at: toIso(at), ...wished, updated_at: toIso(at) }
  const id = standing?.id ?? (await nextId())
  await edit([{ kind, id, body }])
  return { kind, id, body }
}

/** Takes skills away, and a kind of skills with all that it holds: from people and tickets, too. */
export const removeSkills = async (
  { tx, policy, edit }: Editing,
  { kind, id }: PolicyDocument,
): Promise<void> => {
  const values = kind === SKILL ? [id] : valuesOf(policy, id).map((value) => value.id)
  await edit([
    ...values.map((valueId) => ({ kind: SKILL, id: valueId, body: null })),
    ...(kind === SKILL ? [] : [{ kind, id, body: null }]),
  ])
  await forgetSkills(tx, values)
}

const nameOf = (
  input: AttributeInput,
  standing: PolicyDocument | undefined,
  others: readonly PolicyDocument[],
): string => {
  if (input.name == null && standing !== undefined) return String(standing.body.name)
  const name = cleanName(input.name ?? '')
  const wrong = (description: string, error: FieldErrorCode) =>
    new Refused(invalidField('name', `Name: ${description}`, error))
  if (name === '') throw wrong('cannot be blank', 'BlankValue')
  if ((input.name ?? '').length > MAX_NAME)
    throw wrong(`is too long (maximum is ${MAX_NAME} characters)`, 'TooLong')
  if (others.some(({ body }) => String(body.name).toLowerCase() === name.toLowerCase()))
    throw wrong('has already been taken', 'DuplicateValue')
  return name
}

/** As rules have them; null, or none at all: nothing puts the skill on tickets by itself. */
const readConditions = (policy: PolicySnapshot, { conditions }: ValueInput): Json =>
  collecting((wrong) => {
    const { all = [], any = [] } = (conditions ?? {}) as JsonObject
    if (isEmptyList(all) && isEmptyList(any)) return null
    if (isTooLarge({ all, any })) wrong('conditions', 'Conditions: can have at most 65 kB')
    const read = parseConditions({ all, any }, { place: 'routing', catalogue: catalogueIn(policy) })
    if (!read.ok) for (const problem of read.error) wrong('conditions', `Conditions: ${problem}`)
    return { all, any }
  })

const isEmptyList = (list: Json): boolean => list === null || (Array.isArray(list) && list.length === 0)

const tooMany = (what: string, most: number): Refused =>
  new Refused(invalidField('base', `${what}: there can be at most ${most}`))
