import { forbidden, type Id, notFound, Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type Bulk, bulkJob, type Outcome, refusedOutcome } from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { viewerOfUser } from '../access/authenticate.ts'
import type { Acting } from '../acting.ts'
import type { Viewer } from '../core/index.ts'
import type { MembershipInput } from '../memberships/memberships.ts'
import type { OrganizationWrite } from '../organizations/organizations.ts'
import type { Room } from '../room.ts'
import type { UserWrite } from '../users/input.ts'
import { WORKS } from './works.ts'

export const BULK_JOB = 'people_bulk'

export type Noun = 'user' | 'organization' | 'group_membership' | 'organization_membership'
export type Action = 'create' | 'update' | 'put' | 'delete'

/** Whom a member is about; unknown ones are `RecordNotFound`. */
export type Target = { readonly id: Id } | { readonly externalId: string }

export type BulkItem = {
  readonly target: Target | null
  readonly body: UserWrite | OrganizationWrite | MembershipInput | null
}

/** On whose behalf: their rights are read when the work runs. */
export type BulkContext = {
  readonly noun: Noun
  readonly action: Action
  readonly userId: Id
  readonly ip: string | null
  readonly requestId: string | null
}

type PeopleBulk = Bulk<BulkItem> & BulkContext

/** Works through bulk requests on people and what they belong to. */
export const peopleBulkJob = (room: Room): JobHandler =>
  bulkJob<PeopleBulk>(room.ground, {
    name: BULK_JOB,
    member: (bulk, index) => member(room, bulk, index),
    refused: (bulk, index, refusal) => ({
      ...refusedOutcome(index, WIRE_ACTIONS[bulk.action], refusal),
      ...named(bulk.items[index]!.target),
    }),
    onCommitted: room.ground.wake,
  })

const WIRE_ACTIONS: Readonly<Record<Action, string>> = {
  create: 'create',
  update: 'update',
  put: 'create_or_update',
  delete: 'delete',
}

const STATUSES: Readonly<Record<string, string>> = {
  create: 'Created',
  update: 'Updated',
  delete: 'Deleted',
}

const named = (target: Target | null): Outcome => {
  if (target === null) return {}
  return 'id' in target ? { id: target.id } : { external_id: target.externalId }
}

const member = async (room: Room, bulk: PeopleBulk, index: number): Promise<(tx: Db) => Promise<Outcome>> => {
  const { noun, action, userId, ip, requestId } = bulk
  const policy = await room.ground.policy.current()
  const viewer = await viewerOfUser(room, policy, userId)
  const acting: Acting = { viewer, via: 'api', ip, requestId }
  const item = bulk.items[index]!
  const work = WORKS[noun][action]
  return async (tx) => {
    if (work === undefined) throw new Refused(forbidden)
    const inside = roomIn(room, tx, policy)
    const id = item.target === null ? 0 : await idOf(inside, viewer, noun, item.target)
    const done = await work({ room: inside, acting, id, body: item.body })
    const what = action === 'put' ? (done.isNew === true ? 'create' : 'update') : action
    return { index, id: done.id, action: what, success: true, status: STATUSES[what] ?? '' }
  }
}

/** The room with its statements in one transaction, under one version of the policy. */
const roomIn = (room: Room, tx: Db, policy: PolicySnapshot): Room => ({
  ...room,
  ground: { ...room.ground, db: tx, policy: { ...room.ground.policy, current: async () => policy } },
})

const idOf = async (room: Room, viewer: Viewer, noun: Noun, target: Target): Promise<Id> => {
  if ('id' in target) return target.id
  const [found] = (await WORKS[noun].byExternalId?.(room, viewer, target.externalId)) ?? []
  if (found === undefined) throw new Refused(notFound)
  return found.id
}
