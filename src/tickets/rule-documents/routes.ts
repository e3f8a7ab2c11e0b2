import { type TObject, type TProperties, Type } from 'typebox'
import { notFound, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { idList, listSchema } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { definitionsOf } from '../../rules/core/index.ts'
import { catalogueIn, deskValuesOf } from '../desk-values.ts'
import { editingPolicy } from '../policy-edit.ts'
import { type Presenting, presentingOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { changeRule, changeRules, cloneRule, createRule, removeRules, reorderRules } from './edit.ts'
import { listRules, type RuleQuery, ruleListQuery, ruleSearchQuery, showRule } from './list.ts'
import type { RuleNoun } from './noun.ts'
import { Definitions } from './present-rule.ts'
import { rulePartsOf } from './rule-input.ts'
import { warningsOf } from './warnings.ts'

/** How triggers, or automations, are told on the wire. */
export type RuleWire<Input> = {
  readonly noun: RuleNoun<Input> & { readonly kind: 'trigger' | 'automation' }
  /** `trigger`, `triggers`. */
  readonly one: string
  readonly many: string
  /** In operations: `Trigger`. */
  readonly name: string
  readonly Shown: TObject
  readonly Input: TObject
  /** What `update_many` may say of each, besides its id. */
  readonly ManyInput: TProperties
  present(document: PolicyDocument, presenting: Presenting): object
}

const MAX_MANY = 100

type Asked = ApiRequest<unknown, unknown, unknown>

export const readOf = (many: string) =>
  ({ permission: 'policy.read', scope: `${many}:read`, rate: 'read', audit: 'none' }) as const
/** Categories go with the triggers that they hold. */
const rightTo = (many: string): string => (many === 'automations' ? 'automations.manage' : 'triggers.manage')
export const writeOf = (many: string) =>
  ({ permission: rightTo(many), scope: `${many}:write`, rate: 'write', audit: 'policy' }) as const

/** The routes that triggers and automations have alike. */
export const ruleRoutes = <Input>(room: Room, wire: RuleWire<Input>): Route[] => [
  ...readingRoutes(room, wire),
  ...writingRoutes(room, wire),
  ...manyRoutes(room, wire),
]

const listing = async (
  room: Room,
  { noun, many, present }: RuleWire<never>,
  asked: Pick<Asked, 'origin'>,
) => {
  const presenting = await presentingOf(room, asked)
  return {
    kind: noun.kind,
    many,
    documents: presenting.policy.documents(noun.kind),
    present: (document: PolicyDocument) => present(document, presenting),
  }
}

const readingRoutes = (room: Room, wire: RuleWire<never>): Route[] => {
  const { one, many, name, Shown } = wire
  const path = `/api/v2/${many}`
  const ListReply = listSchema({ [many]: Type.Array(Shown) })
  const list = async (request: ApiRequest<unknown, RuleQuery, unknown>, query: RuleQuery) =>
    listRules(room, { ...request, query }, await listing(room, wire, request))
  return [
    route({
      ...readOf(many),
      method: 'GET',
      path,
      operation: `List${name}s`,
      summary: `${name}s in the order in which they run`,
      query: Type.Object(ruleListQuery),
      response: { 200: ListReply },
      handler: (request) => list(request, request.query),
    }),
    route({
      ...readOf(many),
      method: 'GET',
      path: `${path}/active`,
      operation: `ListActive${name}s`,
      summary: `${name}s in use`,
      query: Type.Object(ruleListQuery),
      response: { 200: ListReply },
      handler: (request) => list(request, { ...request.query, active: true }),
    }),
    route({
      ...readOf(many),
      method: 'GET',
      path: `${path}/search`,
      operation: `Search${name}s`,
      summary: `${name}s by words of their titles, and by attributes`,
      query: Type.Object(ruleSearchQuery),
      response: { 200: ListReply },
      handler: (request) => list(request, request.query),
    }),
    route({
      ...readOf(many),
      method: 'GET',
      path: `${path}/definitions`,
      operation: `List${name}ActionConditionDefinitions`,
      summary: `What ${many} may say on this desk`,
      response: { 200: Definitions },
      handler: async ({ caller }) => {
        const [policy, desk] = await Promise.all([
          room.ground.policy.current(),
          deskValuesOf(room, viewerOf(caller)),
        ])
        return { body: { definitions: definitionsOf(wire.noun.kind, desk, catalogueIn(policy)) } }
      },
    }),
    route({
      ...readOf(many),
      method: 'GET',
      path: `${path}/:id`,
      operation: `Show${name}`,
      summary: `One ${one}`,
      params: IdParams,
      query: Type.Object({ include: ruleListQuery.include }),
      response: { 200: Type.Object({ [one]: Shown }) },
      handler: async (request) => {
        const shared = await listing(room, wire, request)
        const found = shared.documents.find(({ id }) => id === request.params.id)
        if (found === undefined) throw new Refused(notFound)
        return { body: { [one]: await showRule(room, request.query.include, shared, found) } }
      },
    }),
  ]
}

const writingRoutes = <Input>(room: Room, wire: RuleWire<Input>): Route[] => {
  const { noun, one, many, name } = wire
  const path = `/api/v2/${many}`
  const Body = Type.Object({ [one]: wire.Input })
  const Reply = Type.Object({ [one]: wire.Shown })
  const inputOf = (body: unknown): Input => (body as Record<string, Input>)[one] as Input
  const edited = async (request: Asked, document: PolicyDocument, status = 200): Promise<ApiReply> => {
    const { present } = await listing(room, wire, request)
    const shown = present(document) as { readonly url: string }
    const headers = {
      ...(status === 201 && { location: shown.url }),
      ...(await warned(room, wire, request, [document])),
    }
    return { status, headers, body: { [one]: shown } }
  }
  const made = async (
    request: Asked,
    verb: string,
    make: Parameters<typeof editingPolicy<PolicyDocument>>[3],
  ) => {
    const document = await editingPolicy(room, request, `${verb} ${one}`, async (editing) => {
      const made = await make(editing)
      await request.idempotency.locate(editing.tx, 201, `${path}/${made.id}.json`)
      return made
    })
    return edited(request, document, 201)
  }
  return [
    route({
      ...writeOf(many),
      method: 'POST',
      path,
      operation: `Create${name}`,
      summary: `Make ${one === 'automation' ? 'an' : 'a'} ${one}`,
      body: Body,
      response: { 201: Reply },
      handler: (request) =>
        made(request, 'create', (editing) => createRule(editing, noun, inputOf(request.body))),
    }),
    route({
      ...writeOf(many),
      method: 'PUT',
      path: `${path}/:id`,
      operation: `Update${name}`,
      summary: `Change one; conditions and actions are replaced together when either is sent`,
      params: IdParams,
      body: Body,
      response: { 200: Reply },
      handler: async (request) => {
        const changed = await editingPolicy(room, request, `change ${one}`, (editing) =>
          changeRule(editing, noun, request.params.id, inputOf(request.body)),
        )
        return edited(request, changed)
      },
    }),
    route({
      ...writeOf(many),
      method: 'DELETE',
      path: `${path}/:id`,
      operation: `Delete${name}`,
      summary: `Delete one ${one}`,
      params: IdParams,
      response: { 204: Type.Null() },
      handler: async (request) => {
        await editingPolicy(room, request, `delete ${one}`, (editing) =>
          removeRules(editing, noun, [request.params.id]),
        )
        return { status: 204 }
      },
    }),
    route({
      ...writeOf(many),
      method: 'POST',
      path: `${path}/:id/clone`,
      operation: `Clone${name}`,
      summary: `Make a copy that is out of use`,
      params: IdParams,
      body: Type.Optional(
        Type.Object({ [one]: Type.Optional(Type.Object({ title: Type.Optional(Type.String()) })) }),
      ),
      response: { 201: Reply },
      handler: (request) =>
        made(request, 'clone', (editing) =>
          cloneRule(editing, noun, request.params.id, titleIn((request.body as Copied)?.[one])),
        ),
    }),
  ]
}

type Copied = Readonly<Record<string, { readonly title?: string } | undefined>> | undefined
const titleIn = (copy: { readonly title?: string } | undefined): string | undefined =>
  copy?.title?.trim() || undefined

const ReorderInput = Type.Array(Type.Integer(), { maxItems: 10_000 })

const manyRoutes = <Input>(room: Room, wire: RuleWire<Input>): Route[] => {
  const { noun, one, many, name } = wire
  const path = `/api/v2/${many}`
  const ListReply = listSchema({ [many]: Type.Array(wire.Shown) })
  const orderKey = `${one}_ids`
  return [
    route({
      ...writeOf(many),
      method: 'PUT',
      path: `${path}/update_many`,
      operation: `UpdateMany${name}s`,
      summary: `Switch several on or off, or move them: all, or none`,
      body: Type.Object({
        [many]: Type.Array(Type.Object({ id: Type.Integer(), ...wire.ManyInput }), {
          maxItems: MAX_MANY,
        }),
      }),
      response: { 200: ListReply },
      handler: async (request) => {
        const items = (request.body as Record<string, (Input & { id: number })[]>)[many] ?? []
        const changed = await editingPolicy(room, request, `change ${many}`, (editing) =>
          changeRules(
            editing,
            noun,
            items.map((input) => ({ id: input.id, input })),
          ),
        )
        const shared = await listing(room, wire, request)
        const headers = await warned(room, wire, request, changed)
        const reply = await listRules(room, { ...request, query: {} }, { ...shared, documents: changed })
        return { ...reply, headers }
      },
    }),
    route({
      ...writeOf(many),
      method: 'PUT',
      path: `${path}/reorder`,
      operation: `Reorder${name}s`,
      summary: `Put ${many} into an order; those not named follow as they stood`,
      body: Type.Object({
        [orderKey]: ReorderInput,
        category_id: Type.Optional(Type.Union([Type.String({ maxLength: 20 }), Type.Integer(), Type.Null()])),
      }),
      response: { 200: ListReply },
      handler: async (request) => {
        const body = request.body as { readonly [key: string]: unknown }
        const category = body.category_id
        const order = { ids: body[orderKey] as number[], field: orderKey }
        await editingPolicy(room, request, `reorder ${many}`, (editing) =>
          reorderRules(
            editing,
            noun,
            order,
            category == null ? undefined : (rule) => String(noun.orderOf?.(rule) ?? '') === String(category),
          ),
        )
        return listRules(room, { ...request, query: {} }, await listing(room, wire, request))
      },
    }),
    route({
      ...writeOf(many),
      method: 'DELETE',
      path: `${path}/destroy_many`,
      operation: `BulkDelete${name}s`,
      summary: `Delete several; those that are not there are passed over`,
      query: Type.Object({ ids: Type.Optional(Type.String()) }),
      response: { 204: Type.Null() },
      handler: async (request) => {
        const ids = idList(request.query.ids)
        await editingPolicy(room, request, `delete ${many}`, (editing) =>
          removeRules(editing, noun, ids, true),
        )
        return { status: 204 }
      },
    }),
  ]
}

/** Tells what of rules in use does nothing, or more than meant; clients show or log this header. */
const warned = async (
  room: Room,
  { noun }: RuleWire<never>,
  { caller }: Pick<Asked, 'caller'>,
  documents: readonly PolicyDocument[],
): Promise<Readonly<Record<string, string>>> => {
  const catalogue = catalogueIn(await room.ground.policy.current())
  const desk = await deskValuesOf(room, viewerOf(caller))
  const warnings = documents.flatMap((document) => {
    const parts = rulePartsOf(document, { kind: noun.kind, catalogue })
    return parts ? warningsOf(noun.kind, parts, desk) : []
  })
  return warnings.length === 0 ? {} : { 'x-zendesk-api-warn': warnings.slice(0, MAX_WARNINGS).join('; ') }
}

const MAX_WARNINGS = 20
