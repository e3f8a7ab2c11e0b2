import { type Static, type TSchema, Type } from 'typebox'
import { type FieldError, invalid, type JsonObject, notFound, Refused } from '../../kernel/index.ts'
import { type ApiReply, type Route, route } from '../../platform/http/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { isSpecial, KINDS, type Kind, typeOfKind } from '../core/kind.ts'
import { isProcessField, PROCESS_FIELDS, processIdOf, readProcesses } from '../core/process.ts'
import { STATUSES, type Status } from '../core/ticket.ts'
import { editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'

export const PROCESS_KIND = 'ticket_kind'
const MAX_NAME = 255
const MAX_REQUIRED = 100

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const Statuses = Type.Array(Type.String(), { maxItems: 20 })
const RequiredIn = Type.Object({ field: Type.String({ maxLength: 100 }), statuses: Statuses })

const Input = Type.Object({
  name: optional(Type.String()),
  statuses: optional(Statuses),
  required: optional(Type.Array(RequiredIn, { maxItems: MAX_REQUIRED })),
})
type Input = Static<typeof Input>

const Shown = Type.Object({
  kind: Type.String(),
  name: Type.String(),
  /** What clients that know four types see. */
  type: Type.String(),
  special: Type.Boolean(),
  statuses: Type.Array(Type.String()),
  required: Type.Array(RequiredIn),
})

const presentKinds = (policy: PolicySnapshot) =>
  [...readProcesses(policy.documents(PROCESS_KIND)).values()].map(({ kind, name, statuses, required }) => ({
    kind,
    name,
    type: typeOfKind(kind) ?? kind,
    special: isSpecial(kind),
    statuses: [...statuses],
    required: required.map(({ field, statuses: of }) => ({ field, statuses: [...of] })),
  }))

const kindNamed = (name: string): Kind => {
  const kind = KINDS.find((known) => known === name)
  if (kind === undefined) throw new Refused(notFound)
  return kind
}

/** Reads the process of a kind. Refuses what it cannot say, by field. */
const readInput = (input: Input, policy: PolicySnapshot): JsonObject => {
  const errors: FieldError[] = []
  const wrong = (field: string, description: string, error: FieldError['error'] = 'InvalidValue') => {
    errors.push({ field, error, description })
  }
  const name = input.name?.replace(/[\p{Cc}\s]+/gu, ' ').trim()
  if (name === '') wrong('name', 'Name: cannot be blank', 'BlankValue')
  if ((name?.length ?? 0) > MAX_NAME)
    wrong('name', `Name: is too long (maximum is ${MAX_NAME} characters)`, 'TooLong')
  const named = [input.statuses ?? [], ...(input.required ?? []).map(({ statuses }) => statuses)].flat()
  const strange = named.find((status) => !STATUSES.includes(status as Status))
  if (strange !== undefined) wrong('statuses', `Statuses: must be of ${STATUSES.join(', ')}`)
  const mustHave: readonly Status[] = ['solved', 'closed']
  if (input.statuses && mustHave.some((status) => !input.statuses?.includes(status)))
    wrong('statuses', 'Statuses: every ticket can be solved and closed')
  for (const { field } of input.required ?? []) if (!isKnown(field, policy)) wrong('required', unknown(field))
  if (errors.length > 0) throw new Refused(invalid(...errors))
  return {
    ...(name === undefined ? {} : { name }),
    ...(input.statuses == null ? {} : { statuses: input.statuses }),
    ...(input.required == null ? {} : { required: input.required }),
  }
}

const isKnown = (field: string, policy: PolicySnapshot): boolean => {
  const id = /^custom_fields_(\d+)$/.exec(field)?.[1]
  return (
    isProcessField(field) && (id === undefined || policy.document('ticket_field', Number(id)) !== undefined)
  )
}

const unknown = (field: string): string =>
  `Required: ${field.slice(0, 40)} is none of ${Object.keys(PROCESS_FIELDS).join(', ')} or custom_fields_{id}`

const KindParams = Type.Object({ kind: Type.String({ maxLength: 40 }) })
const One = Type.Object({ ticket_kind: Shown })

const replyOf = async ({ ground }: Room, kind: Kind): Promise<ApiReply> => ({
  body: { ticket_kind: presentKinds(await ground.policy.current()).find((one) => one.kind === kind) },
})

/** What kinds of work there are, and the way that each of them goes. */
export const kindRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/ticket_kinds',
    operation: 'ListTicketKinds',
    summary: 'The kinds of tickets, and the process of each',
    permission: 'tickets.read',
    scope: 'ticket_kinds:read',
    rate: 'read',
    audit: 'none',
    response: { 200: Type.Object({ ticket_kinds: Type.Array(Shown), count: Type.Integer() }) },
    handler: async () => {
      const kinds = presentKinds(await room.ground.policy.current())
      return { body: { ticket_kinds: kinds, count: kinds.length } }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v2/ticket_kinds/:kind',
    operation: 'UpdateTicketKind',
    summary: 'Say which statuses tickets of a kind may have, and what may not be blank in which',
    permission: 'policy.manage',
    scope: 'ticket_kinds:write',
    rate: 'write',
    audit: 'policy',
    params: KindParams,
    body: Type.Object({ ticket_kind: Input }),
    response: { 200: One },
    handler: async (request) => {
      const kind = kindNamed(request.params.kind)
      const id = processIdOf(kind)
      await editingPolicy(room, request, 'change ticket kind', async ({ policy, edit }) => {
        const standing = policy.document(PROCESS_KIND, id)?.body ?? {}
        await edit([
          { kind: PROCESS_KIND, id, body: { ...standing, ...readInput(request.body.ticket_kind, policy) } },
        ])
      })
      return replyOf(room, kind)
    },
  }),
]
