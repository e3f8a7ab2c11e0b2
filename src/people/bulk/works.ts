import type { Id } from '../../kernel/index.ts'
import type { Acting } from '../acting.ts'
import type { Viewer } from '../core/index.ts'
import { addMembership, type MembershipInput, removeMembership } from '../memberships/memberships.ts'
import type { Belonging } from '../memberships/store.ts'
import {
  changeOrganization,
  createOrganization,
  type OrganizationWrite,
  organizationsByExternalIds,
  removeOrganization,
} from '../organizations/organizations.ts'
import type { Room } from '../room.ts'
import { readUser, type UserWrite } from '../users/input.ts'
import { usersByExternalIds } from '../users/read.ts'
import { changeUser, createUser, putUser, removeUser } from '../users/users.ts'
import type { Action, BulkItem, Noun } from './run.ts'

type Asked = {
  /** In the transaction of the member. */
  readonly room: Room
  readonly acting: Acting
  /** Of updates and deletions. */
  readonly id: Id
  readonly body: BulkItem['body']
}

type Done = { readonly id: Id; readonly isNew?: boolean }

type Work = (asked: Asked) => Promise<Done>

type Works = { readonly [action in Action]?: Work } & {
  readonly byExternalId?: (room: Room, viewer: Viewer, externalId: string) => Promise<readonly { id: Id }[]>
}

const userOf = ({ body }: Asked) => readUser(body as UserWrite)
const organizationOf = ({ body }: Asked) => body as OrganizationWrite

const memberships = (kind: Belonging): Works => ({
  create: ({ room, acting, body }) => addMembership(room, acting, kind, body as MembershipInput),
  delete: async ({ room, acting, id }) => {
    await removeMembership(room, acting, kind, id)
    return { id }
  },
})

/** What each action does to each noun: the services of single requests, every check in them. */
export const WORKS: Readonly<Record<Noun, Works>> = {
  user: {
    create: (asked) => createUser(asked.room, asked.acting, userOf(asked)),
    update: (asked) => changeUser(asked.room, asked.acting, asked.id, userOf(asked)),
    put: async (asked) => {
      const { user, isNew } = await putUser(asked.room, asked.acting, userOf(asked))
      return { id: user.id, isNew }
    },
    delete: ({ room, acting, id }) => removeUser(room, acting, id),
    byExternalId: (room, viewer, externalId) => usersByExternalIds(room, viewer, [externalId]),
  },
  organization: {
    create: (asked) => createOrganization(asked.room, asked.acting, organizationOf(asked)),
    update: (asked) => changeOrganization(asked.room, asked.acting, asked.id, organizationOf(asked)),
    delete: async ({ room, acting, id }) => {
      await removeOrganization(room, acting, id)
      return { id }
    },
    byExternalId: (room, viewer, externalId) => organizationsByExternalIds(room, viewer, [externalId]),
  },
  group_membership: memberships('group'),
  organization_membership: memberships('organization'),
}
