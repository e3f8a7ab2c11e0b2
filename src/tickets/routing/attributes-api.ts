import { Type } from 'typebox'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { definitionsOf } from '../../rules/core/index.ts'
import { skillIdOf } from '../core/skill-id.ts'
import { SKILL_ATTRIBUTE } from '../core/skills.ts'
import { catalogueIn, deskValuesOf } from '../desk-values.ts'
import { editingPolicy } from '../policy-edit.ts'
import { presentingOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { Definition } from '../rule-documents/present-rule.ts'
import {
  AttributeInput,
  documentOf,
  removeSkills,
  saveAttribute,
  saveValue,
  ValueInput,
  valueIn,
  valuesOf,
} from './attributes.ts'
import { Attribute, PATH, presentAttribute, presentValue, Value } from './present-skills.ts'

export const READ = {
  method: 'GET',
  permission: 'policy.read',
  scope: 'routing:read',
  rate: 'read',
  audit: 'none',
} as const
export const WRITE = {
  permission: 'policy.manage',
  scope: 'routing:write',
  rate: 'write',
  audit: 'policy',
} as const
const Uuid = Type.String({ minLength: 1, maxLength: 40 })
const AttributeParams = Type.Object({ attributeId: Uuid })
const ValueParams = Type.Object({ attributeId: Uuid, valueId: Uuid })
const OneAttribute = Type.Object({ attribute: Attribute })
const OneValue = Type.Object({ attribute_value: Value })

type Asked = { readonly origin: string }

const attributeReply = async (
  room: Room,
  asked: Asked,
  made: PolicyDocument,
  status = 200,
): Promise<ApiReply> => {
  const attribute = presentAttribute(await presentingOf(room, asked))(made)
  return { status, body: { attribute }, ...(status === 201 && { headers: { location: attribute.url } }) }
}

const valueReply = async (
  room: Room,
  asked: Asked,
  made: PolicyDocument,
  status = 200,
): Promise<ApiReply> => {
  const value = presentValue(await presentingOf(room, asked))(made)
  return {
    status,
    body: { attribute_value: value },
    ...(status === 201 && { headers: { location: value.url } }),
  }
}

/** Skills, and the kinds of them: languages with English and Dutch, products with theirs. */
export const attributeRoutes = (room: Room): Route[] => [
  ...readingRoutes(room),
  ...writingRoutes(room),
  ...readingValues(room),
  ...writingValues(room),
]

const readingRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: PATH,
    operation: 'ListAccountAttributes',
    summary: 'The kinds of skills that this desk has',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ attributes: Type.Array(Attribute) }) },
    handler: async (request) => {
      const presenting = await presentingOf(room, request)
      const listing = paged(presenting.policy.documents(SKILL_ATTRIBUTE), request.query)
      return {
        body: listReply(request, 'attributes', listing, listing.rows.map(presentAttribute(presenting))),
      }
    },
  }),
  route({
    ...READ,
    path: `${PATH}/definitions`,
    operation: 'ListRoutingAttributeDefinitions',
    summary: 'What conditions of skills, and of who gives out which tickets, may say on this desk',
    response: {
      200: Type.Object({
        definitions: Type.Object({
          conditions_all: Type.Array(Definition),
          conditions_any: Type.Array(Definition),
        }),
      }),
    },
    handler: async ({ caller }) => {
      const [policy, desk] = await Promise.all([
        room.ground.policy.current(),
        deskValuesOf(room, viewerOf(caller)),
      ])
      const { actions: _actions, ...definitions } = definitionsOf('routing', desk, catalogueIn(policy))
      return { body: { definitions } }
    },
  }),
  route({
    ...READ,
    path: `${PATH}/:attributeId`,
    operation: 'ShowAttribute',
    summary: 'One kind of skills',
    params: AttributeParams,
    response: { 200: OneAttribute },
    handler: async (request) => {
      const policy = await room.ground.policy.current()
      return attributeReply(room, request, documentOf(policy, SKILL_ATTRIBUTE, request.params.attributeId))
    },
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: PATH,
    operation: 'CreateAttribute',
    summary: 'Make a kind of skills',
    body: Type.Object({ attribute: AttributeInput }),
    response: { 201: OneAttribute },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create skill attribute', (editing) =>
        saveAttribute(editing, request.body.attribute),
      )
      return attributeReply(room, request, made, 201)
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: `${PATH}/:attributeId`,
    operation: 'UpdateAttribute',
    summary: 'Rename a kind of skills',
    params: AttributeParams,
    body: Type.Object({ attribute: AttributeInput }),
    response: { 200: OneAttribute },
    handler: async (request) => {
      const changed = await editingPolicy(room, request, 'change skill attribute', (editing) =>
        saveAttribute(
          editing,
          request.body.attribute,
          documentOf(editing.policy, SKILL_ATTRIBUTE, request.params.attributeId),
        ),
      )
      return attributeReply(room, request, changed)
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: `${PATH}/:attributeId`,
    operation: 'DeleteAttribute',
    summary: 'Remove a kind of skills with all its skills, from people and tickets too',
    params: AttributeParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await editingPolicy(room, request, 'remove skill attribute', (editing) =>
        removeSkills(editing, documentOf(editing.policy, SKILL_ATTRIBUTE, request.params.attributeId)),
      )
      return { status: 204 }
    },
  }),
]

const readingValues = (room: Room): Route[] => [
  route({
    ...READ,
    path: `${PATH}/:attributeId/values`,
    operation: 'ListAttributeValues',
    summary: 'The skills of a kind',
    params: AttributeParams,
    response: { 200: Type.Object({ attribute_values: Type.Array(Value) }) },
    handler: async (request) => {
      const presenting = await presentingOf(room, request)
      const { policy } = presenting
      const { id } = documentOf(policy, SKILL_ATTRIBUTE, request.params.attributeId)
      return { body: { attribute_values: valuesOf(policy, id).map(presentValue(presenting)) } }
    },
  }),
  route({
    ...READ,
    path: `${PATH}/:attributeId/values/:valueId`,
    operation: 'ShowAttributeValue',
    summary: 'One skill',
    params: ValueParams,
    response: { 200: OneValue },
    handler: async (request) => {
      const { attributeId, valueId } = request.params
      return valueReply(room, request, valueIn(await room.ground.policy.current(), attributeId, valueId))
    },
  }),
]

const writingValues = (room: Room): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: `${PATH}/:attributeId/values`,
    operation: 'CreateAttributeValue',
    summary: 'Make a skill; conditions, where given, put it on new tickets',
    params: AttributeParams,
    body: Type.Object({ attribute_value: ValueInput }),
    response: { 201: OneValue },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create skill', (editing) => {
        const { id } = documentOf(editing.policy, SKILL_ATTRIBUTE, request.params.attributeId)
        return saveValue(editing, id, request.body.attribute_value)
      })
      return valueReply(room, request, made, 201)
    },
  }),
  route({
    ...WRITE,
    method: 'PATCH',
    path: `${PATH}/:attributeId/values/:valueId`,
    operation: 'UpdateAttributeValue',
    summary: 'Change a skill',
    params: ValueParams,
    body: Type.Object({ attribute_value: ValueInput }),
    response: { 200: OneValue },
    handler: async (request) => {
      const { attributeId, valueId } = request.params
      const changed = await editingPolicy(room, request, 'change skill', (editing) => {
        const standing = valueIn(editing.policy, attributeId, valueId)
        return saveValue(editing, skillIdOf(attributeId)!, request.body.attribute_value, standing)
      })
      return valueReply(room, request, changed)
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: `${PATH}/:attributeId/values/:valueId`,
    operation: 'DeleteAttributeValue',
    summary: 'Remove a skill, from people and tickets too',
    params: ValueParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      const { attributeId, valueId } = request.params
      await editingPolicy(room, request, 'remove skill', (editing) =>
        removeSkills(editing, valueIn(editing.policy, attributeId, valueId)),
      )
      return { status: 204 }
    },
  }),
]
