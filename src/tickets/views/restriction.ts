import { type Static, Type } from 'typebox'
import {
  type Id,
  invalidField,
  isId,
  type Json,
  type JsonObject,
  parseId,
  Refused,
} from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'

/** Whom a view or a macro is for; null: everybody of the staff. Personal ones name one person. */
export type Restriction = { readonly type: 'Group' | 'User' | 'Role'; readonly ids: readonly Id[] } | null

const IdIn = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ maxLength: 20 })])

export const RestrictionInput = Type.Union([
  Type.Null(),
  Type.Object({
    type: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 40 })])),
    id: Type.Optional(Type.Union([Type.Null(), IdIn])),
    ids: Type.Optional(Type.Union([Type.Null(), Type.Array(IdIn, { maxItems: 1000 })])),
  }),
])
export type RestrictionInput = Static<typeof RestrictionInput>

export const RestrictionShown = Type.Union([
  Type.Null(),
  Type.Object({ type: Type.String(), id: Type.Integer(), ids: Type.Array(Type.Integer()) }),
])

/** As documents hold it; whatever else stands there is for nobody. */
export const restrictionOf = ({ restriction }: JsonObject): Restriction => {
  if (restriction === null || restriction === undefined) return null
  const { type, ids } = restriction as { readonly type?: Json; readonly ids?: Json }
  const known = Array.isArray(ids) ? ids.filter(isId) : []
  return type === 'Group' || type === 'Role' || type === 'User'
    ? { type, ids: known }
    : { type: 'User', ids: [] }
}

export const presentRestriction = (body: JsonObject) => {
  const restriction = restrictionOf(body)
  const first = restriction?.ids[0]
  return restriction === null || first === undefined
    ? null
    : { type: restriction.type, id: first, ids: [...restriction.ids] }
}

/** Reads a restriction of the wire; views know no roles. */
export const readRestriction = (
  input: RestrictionInput,
  types: readonly ('Group' | 'User' | 'Role')[],
): Restriction => {
  const named = input?.type ?? ''
  if (input === null || named === '') return null
  const type = types.find((known) => known === named)
  if (type === undefined) return refuse(`type must be one of ${types.join(', ')}`)
  const ids = (input.ids?.length ? input.ids : [input.id ?? '']).map((id) => parseId(String(id)))
  const known = [...new Set(ids)].filter((id) => id !== undefined)
  if (known.length < new Set(ids).size || known.length === 0)
    return refuse('id must be an id, or ids a list of ids')
  if (type === 'User' && known.length > 1) return refuse('can name one person only')
  return { type, ids: known }
}

const refuse = (what: string): never => {
  throw new Refused(invalidField('restriction', `Restriction: ${what}`))
}

/** What somebody may do with what is restricted so; the prefix of the permissions says of what. */
type Kind = 'views' | 'macros'

/**
 * Who has it before them: of shared ones those whom they are for, and who manages all or (of own groups) some of them;
 * of personal ones their owner alone.
 */
export const isFor = (viewer: Viewer, kind: Kind, { body }: Pick<PolicyDocument, 'body'>): boolean => {
  const restriction = restrictionOf(body)
  if (restriction === null) return true
  if (restriction.type === 'User') return isAmong([viewer.userId], restriction.ids)
  if (viewer.permissions.has(`${kind}.manage`)) return true
  return isAmong(restriction.type === 'Group' ? viewer.groupIds : [viewer.roleId], restriction.ids)
}

const isAmong = (own: readonly (Id | null)[], ids: readonly Id[]): boolean =>
  ids.some((id) => own.includes(id))

/** Whether somebody may make, change or remove what is restricted so. */
export const mayWrite = (viewer: Viewer, kind: Kind, restriction: Restriction): boolean => {
  const { permissions, userId, groupIds } = viewer
  if (restriction?.type === 'User')
    return permissions.has(`${kind}.manage_own`) && isAmong([userId], restriction.ids)
  if (permissions.has(`${kind}.manage`)) return true
  if (restriction?.type !== 'Group' || !permissions.has(`${kind}.manage_group`)) return false
  return restriction.ids.length > 0 && restriction.ids.every((id) => groupIds.includes(id))
}

/** Refuses (403) what somebody may not write; a restriction to somebody else is a mistake (422). */
export const assertMayWrite = (viewer: Viewer, kind: Kind, restriction: Restriction): void => {
  if (mayWrite(viewer, kind, restriction)) return
  if (restriction?.type === 'User' && viewer.permissions.has(`${kind}.manage_own`))
    refuse('a personal one belongs to whoever makes it')
  const whose = restriction === null ? 'for everybody' : 'of these groups or roles'
  throw new Refused({
    code: 'forbidden',
    message: `You may not make or change ${kind} ${whose}; you may restrict one to yourself if your role lets you`,
  })
}
