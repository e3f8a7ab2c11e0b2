import { Type } from 'typebox'
import { forbidden, type Id, Refused } from '../../kernel/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { type Acting, actingOf, viewerOf } from '../acting.ts'
import { mayGovernUser, type OwnedWish, readTags, type Viewer } from '../core/index.ts'
import { changeOrganizationTags, getOrganization } from '../organizations/organizations.ts'
import { roleOf } from '../policy.ts'
import type { Room } from '../room.ts'
import { readUser } from '../users/input.ts'
import { getUser } from '../users/read.ts'
import { changeUser } from '../users/users.ts'
import { IdParams, Tags } from '../wire.ts'

type Tagged = { readonly tags: readonly string[] }
type TagsWish = NonNullable<OwnedWish['tags']>

type Noun = {
  readonly plural: 'users' | 'organizations'
  /** `User`: middle of operation names. */
  readonly name: string
  readonly read: string
  readonly write: string
  readonly get: (room: Room, viewer: Viewer, id: Id) => Promise<Tagged>
  readonly change: (room: Room, acting: Acting, id: Id, tags: TagsWish) => Promise<Tagged>
}

/** Nobody tags themselves: what one's own profile passes over in silence is refused where it is all that is asked. */
const changeUserTags = async (room: Room, acting: Acting, id: Id, tags: TagsWish): Promise<Tagged> => {
  const user = await getUser(room, acting.viewer, id)
  const role = roleOf(await room.ground.policy.current(), user.role_id)
  if (!mayGovernUser(acting.viewer, { id, role })) throw new Refused(forbidden)
  return changeUser(room, acting, id, { ...readUser({}), owned: { tags } })
}

const NOUNS: readonly Noun[] = [
  {
    plural: 'users',
    name: 'User',
    read: 'users.read',
    write: 'users.write',
    get: getUser,
    change: changeUserTags,
  },
  {
    plural: 'organizations',
    name: 'Organization',
    read: 'organizations.read',
    write: 'organizations.write',
    get: getOrganization,
    change: changeOrganizationTags,
  },
]

const WRITES = [
  { method: 'POST', how: 'set', status: 201, verb: 'Set', summary: 'Sets these tags and no others' },
  { method: 'PUT', how: 'add', status: 200, verb: 'Add', summary: 'Adds tags' },
  { method: 'DELETE', how: 'remove', status: 200, verb: 'Remove', summary: 'Takes tags away' },
] as const

const TagsBody = Type.Object({
  tags: Type.Union([Type.Array(Type.String(), { maxItems: 1000 }), Type.String()]),
})
const TagsReply = Type.Object({ tags: Tags })

/** Tags of users and organizations, as `tickets` has them of tickets. */
export const tagRoutes = (room: Room): Route[] =>
  NOUNS.flatMap((noun) => {
    const { plural, name } = noun
    const path = `/api/v2/${plural}/:id/tags`
    return [
      route({
        method: 'GET',
        path,
        operation: `List${name}Tags`,
        summary: `Lists the tags of one of the ${plural}`,
        permission: noun.read,
        scope: `${plural}:read`,
        rate: 'read',
        audit: 'none',
        params: IdParams,
        response: { 200: TagsReply },
        handler: async ({ caller, params }) => ({
          body: { tags: (await noun.get(room, viewerOf(caller), params.id)).tags },
        }),
      }),
      ...WRITES.map(({ method, how, status, verb, summary }) =>
        route({
          method,
          path,
          operation: `${verb}${name}Tags`,
          summary: `${summary} of one of the ${plural}`,
          permission: noun.write,
          scope: `${plural}:write`,
          rate: 'write',
          audit: noun.name.toLowerCase(),
          params: IdParams,
          body: TagsBody,
          response: { [status]: TagsReply },
          handler: async (request) => {
            const wish: TagsWish = { [how]: readTags(request.body.tags) }
            const { tags } = await noun.change(room, actingOf(request), request.params.id, wish)
            return { status, body: { tags } }
          },
        }),
      ),
    ]
  })
