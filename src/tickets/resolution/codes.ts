import { type Static, type TSchema, Type } from 'typebox'
import {
  type FieldError,
  type Id,
  invalid,
  invalidField,
  type JsonObject,
  Refused,
  toIso,
} from '../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { KINDS } from '../core/kind.ts'
import { type Editing, getDocument, lastPosition } from '../policy-edit.ts'

export const CODE_KIND = 'resolution_code'
export const MAX_CODES = 200
const MAX_CODE = 64
const MAX_LABEL = 255
const MAX_DESCRIPTION = 1000

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

export const CodeInput = Type.Object({
  code: optional(Type.String()),
  label: optional(Type.String()),
  description: optional(Type.String()),
  active: optional(Type.Boolean()),
  position: optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  kinds: optional(Type.Array(Type.String(), { maxItems: 20 })),
  ticket_form_ids: optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 500 })),
})
export type CodeInput = Static<typeof CodeInput>

export const createCode = async (editing: Editing, input: CodeInput): Promise<PolicyDocument> => {
  const { policy, at, edit, nextId } = editing
  const standing = policy.documents(CODE_KIND)
  const body: JsonObject = {
    active: true,
    position: lastPosition(standing),
    ...readInput(input, policy),
    created_at: toIso(at),
    updated_at: toIso(at),
  }
  if (standing.length >= MAX_CODES)
    throw new Refused(invalidField('base', `Resolution code: there can be at most ${MAX_CODES}`))
  if (standing.some((one) => one.body.code === body.code))
    throw new Refused(invalidField('code', 'Code: has already been taken', 'DuplicateValue'))
  const id = await nextId()
  await edit([{ kind: CODE_KIND, id, body }])
  return { kind: CODE_KIND, id, body }
}

/** Tickets keep the code itself: it stays as it is, and so does what they say. */
export const changeCode = async (editing: Editing, id: Id, input: CodeInput): Promise<PolicyDocument> => {
  const { policy, at, edit } = editing
  const before = getDocument(policy, CODE_KIND, id)
  const { code: _code, ...rest } = input
  const wished = readInput({ ...rest, label: input.label ?? String(before.body.label) }, policy, before.body)
  const body = { ...before.body, ...wished, code: before.body.code!, updated_at: toIso(at) }
  await edit([{ kind: CODE_KIND, id, body }])
  return { kind: CODE_KIND, id, body }
}

export const removeCode = async ({ policy, edit }: Editing, id: Id): Promise<void> => {
  getDocument(policy, CODE_KIND, id)
  await edit([{ kind: CODE_KIND, id, body: null }])
}

/** Reads what was sent; says everything that is wrong with it at once, by field. */
const readInput = (input: CodeInput, policy: PolicySnapshot, standing?: JsonObject): JsonObject => {
  const errors: FieldError[] = []
  const wrong = (field: string, description: string, error: FieldError['error'] = 'InvalidValue') => {
    errors.push({ field, error, description })
  }
  const label = clean(input.label ?? '')
  const code = standing ? String(standing.code) : canonicalCode(input.code ?? label)
  if (label === '') wrong('label', 'Label: cannot be blank', 'BlankValue')
  if (label.length > MAX_LABEL)
    wrong('label', `Label: is too long (maximum is ${MAX_LABEL} characters)`, 'TooLong')
  if (code === '') wrong('code', 'Code: cannot be blank', 'BlankValue')
  if (code.length > MAX_CODE)
    wrong('code', `Code: is too long (maximum is ${MAX_CODE} characters)`, 'TooLong')
  if ((input.description?.length ?? 0) > MAX_DESCRIPTION)
    wrong('description', `Description: is too long (maximum is ${MAX_DESCRIPTION} characters)`, 'TooLong')
  const strange = (input.kinds ?? []).find((kind) => !KINDS.some((known) => known === kind))
  if (strange !== undefined) wrong('kinds', `Kinds: must be of ${KINDS.join(', ')}`)
  if ((input.ticket_form_ids ?? []).some((id) => policy.document('ticket_form', id) === undefined))
    wrong('ticket_form_ids', 'Ticket forms: one does not exist')
  if (errors.length > 0) throw new Refused(invalid(...errors))
  return {
    code,
    label,
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.active == null ? {} : { active: input.active }),
    ...(input.position == null ? {} : { position: input.position }),
    ...(input.kinds === undefined ? {} : { kinds: input.kinds ?? [] }),
    ...(input.ticket_form_ids === undefined ? {} : { ticket_form_ids: input.ticket_form_ids ?? [] }),
  }
}

const clean = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

/** Lower case, with underscores: as tags are written. */
const canonicalCode = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
