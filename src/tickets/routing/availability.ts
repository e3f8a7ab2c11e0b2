import { scheduleOf } from '../../calendar/index.ts'
import type { Id, Instant } from '../../kernel/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { PRIORITIES, STATUSES } from '../core/ticket.ts'
import { catalogueIn } from '../desk-values.ts'
import type { AgentRow, MemberRow } from './agents-store.ts'
import {
  type Availability,
  awayAt,
  type Candidate,
  type GroupRouting,
  type Routing,
  readRouting,
} from './core/index.ts'

/** How tickets are given out under a version of the policy. */
export const routingOf = (policy: PolicySnapshot): Routing =>
  policy.compiled('tickets.routing', (source) => readRouting(source, catalogueIn(source)))

/** A shift whose schedule was never there counts as none. */
export const availabilityOf = (
  policy: PolicySnapshot,
  { status, scheduleId, absences }: AgentRow,
): Availability => ({
  status,
  absences,
  shift: scheduleId === null ? null : (scheduleOf(policy, scheduleId)?.calendar ?? null),
})

/** How much somebody can have in hand: what is agreed with them, else what their role can, else anybody. */
export const capacityOf = (
  { settings }: Routing,
  { capacity, roleId }: Pick<AgentRow, 'capacity' | 'roleId'>,
): number => capacity ?? settings.roleCapacities.get(roleId) ?? settings.defaultCapacity

export const candidateOf = (
  policy: PolicySnapshot,
  { userIds }: Pick<GroupRouting, 'userIds'>,
  member: MemberRow,
  at: Instant,
): Candidate => ({
  userId: member.userId,
  takesPart: userIds === null || userIds.includes(member.userId),
  away: awayAt(availabilityOf(policy, member), at),
  skills: member.skills,
  open: member.open.map(([status, priority, count]) => ({
    status: STATUSES[status] ?? 'open',
    priority: priority === null ? null : (PRIORITIES[priority - 1] ?? null),
    count,
  })),
  capacity: capacityOf(routingOf(policy), member),
  modifier: member.modifier,
  lastTurn: member.lastTurn,
})

/** Roles that can be given tickets. */
export const givenTo = (roles: ReadonlyMap<Id, { readonly kind: string }>, roleId: Id): boolean =>
  ['agent', 'admin', 'owner'].includes(roles.get(roleId)?.kind ?? '')
