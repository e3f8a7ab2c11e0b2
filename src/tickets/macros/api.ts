import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { idList, includedNames, listSchema } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { definitionsOf } from '../../rules/core/index.ts'
import { catalogueIn, deskValuesOf } from '../desk-values.ts'
import { editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { changeRules, createRule, removeRules } from '../rule-documents/edit.ts'
import {
  listRules,
  type RuleQuery,
  ruleListQuery,
  ruleSearchQuery,
  showRule,
} from '../rule-documents/list.ts'
import { assertMayWrite, restrictionOf } from '../views/restriction.ts'
import { IdParams } from '../wire/schemas.ts'
import { getMacro, macrosFor, showingOf } from './find.ts'
import { MACRO_KIND, MacroInput, macroNoun } from './macro-input.ts'
import { MacroShown, presentMacro } from './present.ts'

export const readingMacros = {
  permission: 'tickets.read',
  scope: 'macros:read',
  rate: 'read',
  audit: 'none',
} as const
export const writingMacros = {
  permission: 'macros.manage_own',
  scope: 'macros:write',
  rate: 'write',
  audit: 'policy',
} as const

const PATH = '/api/v2/macros'
const OneMacro = Type.Object({ macro: MacroShown })
const Body = Type.Object({ macro: MacroInput })
const MacroList = listSchema({ macros: Type.Array(MacroShown) })

const listQuery = {
  ...ruleListQuery,
  access: Type.Optional(Type.String({ description: 'personal, agents, shared or account', maxLength: 40 })),
  group_id: Type.Optional(Type.Integer({ description: 'Macros of this group' })),
}
type ListQuery = RuleQuery & { readonly access?: string; readonly group_id?: number }
type ListRequest = ApiRequest<unknown, ListQuery, unknown>

const isOfAccess = ({ body }: PolicyDocument, { access, group_id: groupId }: ListQuery): boolean => {
  const restriction = restrictionOf(body)
  if (groupId !== undefined && !(restriction?.type === 'Group' && restriction.ids.includes(groupId)))
    return false
  if (access === 'personal') return restriction?.type === 'User'
  if (access === 'shared') return restriction?.type !== 'User'
  return access === 'account' ? restriction === null : true
}

const isActive = ({ body }: PolicyDocument): boolean => body.active !== false

/** `Billing::Refunds::Say no` lies in `Billing`, and in `Billing::Refunds`. */
const foldersOf = ({ body }: PolicyDocument): string[] => {
  const parts = String(body.title ?? '').split('::')
  return parts.slice(1).map((_, end) => parts.slice(0, end + 1).join('::'))
}

const listMacros = async (
  room: Room,
  request: ListRequest,
  isListed: (document: PolicyDocument) => boolean = () => true,
): Promise<ApiReply> => {
  const { category, ...query } = request.query
  const showing = await showingOf(room, request, includedNames(query.include))
  const documents = macrosFor(viewerOf(request.caller), showing.policy).filter(
    (document) =>
      isListed(document) &&
      isOfAccess(document, query) &&
      (category === undefined || foldersOf(document).includes(category)),
  )
  const listing = { kind: MACRO_KIND, many: 'macros', documents, present: presentMacro(showing) }
  return listRules(room, { ...request, query }, listing)
}

const replyOf = async (
  room: Room,
  request: Pick<ListRequest, 'origin' | 'caller'>,
  document: PolicyDocument,
  { status = 200, include }: { readonly status?: number; readonly include?: string | undefined } = {},
): Promise<ApiReply> => {
  const showing = await showingOf(room, request, includedNames(include))
  const listing = { kind: MACRO_KIND, present: presentMacro(showing) }
  const macro = await showRule(room, include, listing, document)
  const location = `${request.origin}${PATH}/${document.id}.json`
  return { status, body: { macro }, ...(status === 201 ? { headers: { location } } : {}) }
}

export const macroRoutes = (room: Room): Route[] => [
  ...listRoutes(room),
  ...vocabularyRoutes(room),
  ...oneRoutes(room),
  ...manyRoutes(room),
]

const listRoutes = (room: Room): Route[] => [
  route({
    ...readingMacros,
    method: 'GET',
    path: PATH,
    operation: 'ListMacros',
    summary: 'Shared and personal macros of the caller, by position',
    query: Type.Object(listQuery),
    response: { 200: MacroList },
    handler: (request) => listMacros(room, request),
  }),
  route({
    ...readingMacros,
    method: 'GET',
    path: `${PATH}/active`,
    operation: 'ListActiveMacros',
    summary: 'The macros that are in use',
    query: Type.Object(listQuery),
    response: { 200: MacroList },
    handler: (request) => listMacros(room, request, isActive),
  }),
  route({
    ...readingMacros,
    method: 'GET',
    path: `${PATH}/search`,
    operation: 'SearchMacros',
    summary: 'Macros by words of their titles',
    query: Type.Object({ ...listQuery, ...ruleSearchQuery }),
    response: { 200: MacroList },
    handler: (request) => listMacros(room, request),
  }),
  route({
    ...readingMacros,
    method: 'GET',
    path: `${PATH}/categories`,
    operation: 'ListMacroCategories',
    summary: 'The folders of the macros in use: what stands before `::` in their titles',
    response: { 200: Type.Object({ categories: Type.Array(Type.String()), count: Type.Integer() }) },
    handler: async ({ caller }) => {
      const macros = macrosFor(viewerOf(caller), await room.ground.policy.current())
      const categories = [...new Set(macros.filter(isActive).flatMap(foldersOf))].sort()
      return { body: { categories, count: categories.length } }
    },
  }),
]

const open = Type.Object({}, { additionalProperties: true })

const vocabularyRoutes = (room: Room): Route[] => {
  const actions = async ({ caller }: Pick<ListRequest, 'caller'>) => {
    const [policy, desk] = await Promise.all([
      room.ground.policy.current(),
      deskValuesOf(room, viewerOf(caller)),
    ])
    return definitionsOf('macro', desk, catalogueIn(policy)).actions
  }
  return [
    route({
      ...readingMacros,
      method: 'GET',
      path: `${PATH}/actions`,
      operation: 'ListMacroActions',
      summary: 'What macros can do on this desk',
      response: { 200: Type.Object({ actions: Type.Array(open) }) },
      handler: async (request) => {
        const known = await actions(request)
        return { body: { actions: known.map((action) => ({ field: action.subject, ...action })) } }
      },
    }),
    route({
      ...readingMacros,
      method: 'GET',
      path: `${PATH}/definitions`,
      operation: 'ListMacrosActionDefinitions',
      summary: 'What macros can do on this desk, as forms offer it',
      response: { 200: Type.Object({ definitions: Type.Object({ actions: Type.Array(open) }) }) },
      handler: async (request) => ({ body: { definitions: { actions: await actions(request) } } }),
    }),
  ]
}

const oneRoutes = (room: Room): Route[] => [
  route({
    ...readingMacros,
    method: 'GET',
    path: `${PATH}/:id`,
    operation: 'ShowMacro',
    summary: 'One macro',
    params: IdParams,
    query: Type.Object({ include: Type.Optional(Type.String()) }),
    response: { 200: OneMacro },
    handler: async (request) => {
      const macro = getMacro(viewerOf(request.caller), await room.ground.policy.current(), request.params.id)
      return replyOf(room, request, macro, { include: request.query.include })
    },
  }),
  route({
    ...writingMacros,
    method: 'POST',
    path: PATH,
    operation: 'CreateMacro',
    summary: 'Make a macro: for everybody, for groups, for a role, or for oneself',
    body: Body,
    response: { 201: OneMacro },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create macro', async (editing) => {
        const noun = macroNoun(viewerOf(request.caller), await room.policies.at(editing.policy.version))
        const macro = await createRule(editing, noun, request.body.macro)
        await request.idempotency.locate(editing.tx, 201, `${PATH}/${macro.id}.json`)
        return macro
      })
      return replyOf(room, request, made, { status: 201 })
    },
  }),
  route({
    ...writingMacros,
    method: 'PUT',
    path: `${PATH}/:id`,
    operation: 'UpdateMacro',
    summary: 'Change a macro; actions that are given replace those that stand, and an approval of them falls',
    params: IdParams,
    body: Body,
    response: { 200: OneMacro },
    handler: async (request) => {
      const changes = [{ id: request.params.id, input: request.body.macro }]
      const [changed] = await changeMacros(room, request, changes)
      return replyOf(room, request, changed!)
    },
  }),
  route({
    ...writingMacros,
    method: 'DELETE',
    path: `${PATH}/:id`,
    operation: 'DeleteMacro',
    summary: 'Remove a macro',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeMacros(room, request, [request.params.id], false)
      return { status: 204 }
    },
  }),
]

type Writing = Parameters<typeof editingPolicy>[1]

const changeMacros = (
  room: Room,
  request: Writing,
  changes: readonly { readonly id: Id; readonly input: MacroInput }[],
): Promise<readonly PolicyDocument[]> =>
  editingPolicy(room, request, changes.length > 1 ? 'change macros' : 'change macro', async (editing) => {
    const viewer = viewerOf(request.caller)
    for (const { id } of changes) getMacro(viewer, editing.policy, id)
    return changeRules(editing, macroNoun(viewer, await room.policies.at(editing.policy.version)), changes)
  })

const removeMacros = (room: Room, request: Writing, ids: readonly Id[], isLenient: boolean): Promise<void> =>
  editingPolicy(room, request, ids.length > 1 ? 'remove macros' : 'remove macro', async (editing) => {
    const viewer = viewerOf(request.caller)
    const known = isLenient
      ? macrosFor(viewer, editing.policy).filter(({ id }) => ids.includes(id))
      : ids.map((id) => getMacro(viewer, editing.policy, id))
    for (const { body } of known) assertMayWrite(viewer, 'macros', restrictionOf(body))
    await removeRules(
      editing,
      { kind: MACRO_KIND },
      known.map(({ id }) => id),
      isLenient,
    )
  })

const ManyBody = Type.Object({
  macros: Type.Array(Type.Intersect([MacroInput, Type.Object({ id: Type.Integer() })]), {
    minItems: 1,
    maxItems: 100,
  }),
})

const manyRoutes = (room: Room): Route[] => [
  route({
    ...writingMacros,
    method: 'PUT',
    path: `${PATH}/update_many`,
    operation: 'UpdateManyMacros',
    summary: 'Change several macros at once: all of them or none',
    body: ManyBody,
    response: { 200: MacroList },
    handler: async (request) => {
      const changes = request.body.macros.map(({ id, ...input }) => ({ id, input }))
      const changed = await changeMacros(room, request, changes)
      const macros = changed.map(presentMacro(await showingOf(room, request)))
      return { body: { macros, count: macros.length, next_page: null, previous_page: null } }
    },
  }),
  route({
    ...writingMacros,
    method: 'DELETE',
    path: `${PATH}/destroy_many`,
    operation: 'DeleteManyMacros',
    summary: 'Remove several macros; unknown ones are passed over',
    query: Type.Object({ ids: Type.String() }),
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeMacros(room, request, idList(request.query.ids), true)
      return { status: 204 }
    },
  }),
]
