import { Type } from 'typebox'
import { notFound, parseId, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, badParameter, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { dryRunsOf } from '../dry-run/store.ts'
import { mayReadDocument } from '../policy-history/rights.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import {
  applyChange,
  approveChange,
  conflictsOf,
  createChange,
  getChange,
  rejectChange,
  withdrawChange,
} from './changes.ts'
import { Edits } from './edits.ts'
import { lint } from './lint.ts'
import { PolicyChangeShape, presentChange, presentWhole, ShownChange } from './present.ts'
import { listChanges, type PolicyChange, STATES } from './store.ts'

const read = { permission: 'policy.read', scope: 'policy:read', rate: 'read', audit: 'none' } as const
const write = {
  permission: 'policy.manage',
  scope: 'policy:write',
  rate: 'write',
  audit: 'policy_change',
} as const
const NEWEST_FIRST = { names: ['id' as const], standard: { by: 'id', isDescending: true } } as const
const Reply = Type.Object({ policy_change: ShownChange })

/** Changes of the policy that wait for a second pair of eyes. */
export const policyChangeRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/policy_changes',
    operation: 'ListPolicyChanges',
    summary: 'Requests to change the policy, the newest first',
    query: Type.Object({
      ...pagingQuery,
      'filter[state]': Type.Optional(Type.String({ maxLength: 20 })),
      'filter[author_id]': Type.Optional(Type.String({ maxLength: 20 })),
    }),
    response: { 200: listSchema({ policy_changes: Type.Array(PolicyChangeShape) }) },
    handler: async (request) => {
      const { 'filter[state]': state, 'filter[author_id]': author } = request.query
      const listing = await listChanges(
        room.ground.db,
        {
          state: state === undefined ? undefined : stateIn(state),
          authorId: author === undefined ? undefined : (parseId(author) ?? 0),
        },
        parsePaging(request.query, NEWEST_FIRST),
      )
      const shown = listing.rows.map((change) => presentChange(visiblePart(request, change), request.origin))
      return { body: listReply(request, 'policy_changes', listing, shown) }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/policy_changes/:id',
    operation: 'ShowPolicyChange',
    summary: 'A request with its differences, what is odd about it, what changed meanwhile, and its dry runs',
    params: IdParams,
    response: { 200: Reply },
    handler: async (request) => shown(room, request, await getChange(room, request.params.id)),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/policy_changes',
    operation: 'CreatePolicyChange',
    summary: 'Ask for a change of the policy, of one or many documents at once',
    body: Type.Object({
      policy_change: Type.Object({
        title: Type.String({ minLength: 1, maxLength: 255 }),
        reason: Type.Optional(Type.String({ maxLength: 1000 })),
        edits: Edits,
      }),
    }),
    bodyLimit: 4 * 1024 * 1024,
    response: { 201: Reply },
    handler: async (request) => {
      const { title, reason = '', edits } = request.body.policy_change
      const change = await createChange(room, request, { title, reason, edits: edits as never })
      const location = `${request.origin}/api/v2/policy_changes/${change.id}.json`
      return { ...(await shown(room, request, change)), status: 201, headers: { location } }
    },
  }),
  deciding(
    room,
    'approve',
    'ApprovePolicyChange',
    'Say that a change may be made; not by its author',
    approveChange,
  ),
  deciding(room, 'reject', 'RejectPolicyChange', 'Say that a change is not to be made', rejectChange),
  deciding(room, 'withdraw', 'WithdrawPolicyChange', 'Take a request of one’s own back', withdrawChange),
  deciding(room, 'apply', 'ApplyPolicyChange', 'Make the change, as one version of the policy', applyChange),
]

type Decide = typeof approveChange

const deciding = (room: Room, verb: string, operation: string, summary: string, decide: Decide): Route =>
  route({
    ...write,
    method: 'POST',
    path: `/api/v2/policy_changes/:id/${verb}`,
    operation,
    summary,
    params: IdParams,
    body: Type.Object({ reason: Type.Optional(Type.String()) }),
    response: { 200: Reply },
    handler: async (request) => shown(room, request, await decide(room, request, request.params.id)),
  })

type Request = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'origin'>

const shown = async (room: Room, request: Request, change: PolicyChange): Promise<ApiReply> => {
  const { db, policy } = room.ground
  const part = visiblePart(request, change)
  if (part.proposal.length === 0 && change.proposal.length > 0) throw new Refused(notFound)
  const [conflicts, dryRunIds] = await Promise.all([conflictsOf(db, part), dryRunsOf(db, change.id)])
  const findings = change.state === 'applied' ? [] : lint(await policy.current(), part.proposal)
  return {
    body: { policy_change: presentWhole(part, { lint: findings, conflicts, dryRunIds }, request.origin) },
  }
}

/** Without the documents that the viewer may not read, and the edits that name them. */
const visiblePart = ({ caller }: Pick<Request, 'caller'>, change: PolicyChange): PolicyChange => {
  const viewer = viewerOf(caller)
  const isReadable = ({ kind, before, after }: PolicyChange['proposal'][number]): boolean =>
    [before, after].every((body) => body === null || mayReadDocument(viewer, { kind, body }))
  const proposal = change.proposal.filter(isReadable)
  if (proposal.length === change.proposal.length) return change
  return { ...change, proposal, edits: [] }
}

const stateIn = (text: string) => {
  const state = STATES.find((one) => one === text)
  if (state === undefined)
    throw new Refused(badParameter('filter[state]', `must be one of ${STATES.join(', ')}`))
  return state
}
