import { Type } from 'typebox'
import { type Json, type JsonObject, parseId } from '../../kernel/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { actingOf } from '../acting.ts'
import { type FieldOption, OWNER_FIELD_TYPES } from '../core/index.ts'
import type { Room } from '../room.ts'
import { nullable, Time } from '../wire.ts'
import { FieldWrite, hasOptions, OptionWrite, readOptionAlone } from './definition-input.ts'
import {
  changeDefinition,
  createDefinition,
  findDefinition,
  getOption,
  putOption,
  removeDefinition,
  removeOption,
  reorderDefinitions,
} from './definitions.ts'
import { type FieldKind, ownerFields, rightTo } from './values.ts'

const Option = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  raw_name: Type.String(),
  value: Type.String(),
})

const Field = Type.Object({
  url: Type.String(),
  id: Type.Integer(),
  type: Type.String({ description: OWNER_FIELD_TYPES.join(', ') }),
  key: Type.String(),
  title: Type.String(),
  raw_title: Type.String(),
  description: Type.String(),
  raw_description: Type.String(),
  position: Type.Integer(),
  active: Type.Boolean(),
  system: Type.Boolean(),
  regexp_for_validation: nullable(Type.String()),
  created_at: Time,
  updated_at: Time,
  tag: Type.Optional(nullable(Type.String())),
  custom_field_options: Type.Optional(Type.Array(Option)),
})

const presentOption = ({ id, name, value }: FieldOption) => ({ id, name, raw_name: name, value })

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

const present =
  (origin: string) =>
  ({ kind, id, body }: PolicyDocument) => ({
    url: `${origin}/api/v2/${kind}s/${id}.json`,
    id,
    type: text(body.type),
    key: text(body.key),
    title: text(body.title),
    raw_title: text(body.title),
    description: text(body.description),
    raw_description: text(body.description),
    position: Number(body.position ?? 0),
    active: body.active !== false,
    system: false,
    regexp_for_validation: text(body.regexp_for_validation) || null,
    created_at: text(body.created_at),
    updated_at: text(body.updated_at),
    ...(body.type === 'checkbox' ? { tag: text(body.tag) || null } : {}),
    ...(hasOptions(body.type) ? { custom_field_options: presentOptions(body) } : {}),
  })

const presentOptions = (body: JsonObject) =>
  (body.custom_field_options as unknown as readonly FieldOption[]).map(presentOption)

type Noun = {
  readonly kind: FieldKind
  /** `UserField`: middle of operation names. */
  readonly name: string
  readonly whose: string
  /** What reading takes. */
  readonly permission: string
  readonly scope: string
}

const NOUNS: readonly Noun[] = [
  { kind: 'user_field', name: 'UserField', whose: 'users', permission: 'users.read', scope: 'users' },
  {
    kind: 'organization_field',
    name: 'OrganizationField',
    whose: 'organizations',
    permission: 'organizations.read',
    scope: 'organizations',
  },
]

/** Custom fields of users and of organizations, and their options. */
export const fieldRoutes = (room: Room): Route[] =>
  NOUNS.flatMap((noun) => [
    ...readingRoutes(room, noun),
    ...writingRoutes(room, noun),
    ...optionRoutes(room, noun),
  ])

/** `:id` takes the key as well, as the wire does. */
const Params = Type.Object({ id: Type.String() })
const OptionParams = Type.Object({ id: Type.String(), option_id: Type.String() })

const readOf = ({ permission, scope }: Noun) =>
  ({ method: 'GET', permission, scope: `${scope}:read`, rate: 'read', audit: 'none' }) as const
const writeOf = ({ kind, scope }: Noun) =>
  ({ permission: rightTo(kind), scope: `${scope}:write`, rate: 'write', audit: 'policy' }) as const

const readingRoutes = (room: Room, noun: Noun): Route[] => {
  const { kind, name, whose } = noun
  return [
    route({
      ...readOf(noun),
      path: `/api/v2/${kind}s`,
      operation: `List${name}s`,
      summary: `Lists the custom fields of ${whose}, by position`,
      query: Type.Object(pagingQuery),
      response: { 200: listSchema({ [`${kind}s`]: Type.Array(Field) }) },
      handler: async (request) => {
        const policy = await room.ground.policy.current()
        const documents = ownerFields(policy, kind).flatMap(({ id }) => policy.document(kind, id) ?? [])
        const listing = paged(documents, request.query)
        return { body: listReply(request, `${kind}s`, listing, listing.rows.map(present(request.origin))) }
      },
    }),
    route({
      ...readOf(noun),
      path: `/api/v2/${kind}s/:id`,
      operation: `Show${name}`,
      summary: `Shows a custom field of ${whose}, by id or key`,
      params: Params,
      response: { 200: Type.Object({ [kind]: Field }) },
      handler: async ({ params, origin }) => {
        const policy = await room.ground.policy.current()
        return { body: { [kind]: present(origin)(findDefinition(policy, kind, params.id)) } }
      },
    }),
  ]
}

const writingRoutes = (room: Room, noun: Noun): Route[] => {
  const { kind, name, whose } = noun
  const base = writeOf(noun)
  const Body = Type.Object({ [kind]: FieldWrite })
  const given = (body: unknown): FieldWrite => (body as Record<string, FieldWrite>)[kind]!
  return [
    route({
      ...base,
      method: 'POST',
      path: `/api/v2/${kind}s`,
      operation: `Create${name}`,
      summary: `Creates a custom field of ${whose}`,
      body: Body,
      response: { 201: Type.Object({ [kind]: Field }) },
      handler: async (request) => {
        const made = await createDefinition(room, actingOf(request), kind, given(request.body))
        const shown = present(request.origin)(made)
        return { status: 201, body: { [kind]: shown }, headers: { location: shown.url } }
      },
    }),
    route({
      ...base,
      method: 'PUT',
      path: `/api/v2/${kind}s/reorder`,
      operation: `Reorder${name}s`,
      summary: `Puts the custom fields of ${whose} into an order`,
      body: Type.Object({ [`${kind}_ids`]: Type.Array(Type.Integer(), { maxItems: 1000 }) }),
      response: { 200: Type.Object({}) },
      handler: async (request) => {
        const ids = (request.body as Record<string, number[]>)[`${kind}_ids`]!
        await reorderDefinitions(room, actingOf(request), kind, ids)
        return { status: 200, body: {} }
      },
    }),
    route({
      ...base,
      method: 'PUT',
      path: `/api/v2/${kind}s/:id`,
      operation: `Update${name}`,
      summary: `Changes a custom field of ${whose}; its key and type stay`,
      params: Params,
      body: Body,
      response: { 200: Type.Object({ [kind]: Field }) },
      handler: async (request) => {
        const acting = actingOf(request)
        const changed = await changeDefinition(room, acting, kind, request.params.id, given(request.body))
        return { body: { [kind]: present(request.origin)(changed) } }
      },
    }),
    route({
      ...base,
      method: 'DELETE',
      path: `/api/v2/${kind}s/:id`,
      operation: `Delete${name}`,
      summary: `Removes a custom field of ${whose}, and its values`,
      params: Params,
      response: { 204: Type.Null() },
      handler: async (request) => {
        await removeDefinition(room, actingOf(request), kind, request.params.id)
        return { status: 204 }
      },
    }),
  ]
}

const OptionReply = Type.Object({ custom_field_option: Option })

const optionRoutes = (room: Room, noun: Noun): Route[] => {
  const { kind, name } = noun
  const path = `/api/v2/${kind}s/:id/options`
  return [
    route({
      ...readOf(noun),
      path,
      operation: `List${name}Options`,
      summary: 'Lists the options of a custom field',
      params: Params,
      query: Type.Object(pagingQuery),
      response: { 200: listSchema({ custom_field_options: Type.Array(Option) }) },
      handler: async (request) => {
        const { body } = findDefinition(await room.ground.policy.current(), kind, request.params.id)
        const options = hasOptions(body.type) ? presentOptions(body) : []
        const listing = paged(options, request.query)
        return { body: listReply(request, 'custom_field_options', listing, listing.rows) }
      },
    }),
    route({
      ...readOf(noun),
      path: `${path}/:option_id`,
      operation: `Show${name}Option`,
      summary: 'Shows an option of a custom field',
      params: OptionParams,
      response: { 200: OptionReply },
      handler: async ({ params }) => {
        const policy = await room.ground.policy.current()
        const option = getOption(policy, kind, params.id, parseId(params.option_id) ?? 0)
        return { body: { custom_field_option: presentOption(option) } }
      },
    }),
    route({
      ...writeOf(noun),
      method: 'POST',
      path,
      operation: `CreateOrUpdate${name}Option`,
      summary: 'Adds an option to a custom field, or changes the one of that id',
      params: Params,
      body: Type.Object({ custom_field_option: OptionWrite }),
      response: { 200: OptionReply, 201: OptionReply },
      handler: async (request) => {
        const wished = readOptionAlone(request.body.custom_field_option)
        const { option, isNew } = await putOption(room, actingOf(request), kind, request.params.id, wished)
        const body = { custom_field_option: presentOption(option) }
        if (!isNew) return { body }
        const location = `${request.origin}/api/v2/${kind}s/${request.params.id}/options/${option.id}.json`
        return { status: 201, body, headers: { location } }
      },
    }),
    route({
      ...writeOf(noun),
      method: 'DELETE',
      path: `${path}/:option_id`,
      operation: `Delete${name}Option`,
      summary: 'Removes an option of a custom field',
      params: OptionParams,
      response: { 204: Type.Null() },
      handler: async (request) => {
        const { id, option_id: optionId } = request.params
        await removeOption(room, actingOf(request), kind, id, parseId(optionId) ?? 0)
        return { status: 204 }
      },
    }),
  ]
}
