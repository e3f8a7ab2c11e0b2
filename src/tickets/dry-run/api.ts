import { Type } from 'typebox'
import {
  DAY_MS,
  type Id,
  type Instant,
  invalidField,
  notFound,
  parseId,
  parseIso,
  Refused,
} from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, badParameter, type Route, route } from '../../platform/http/index.ts'
import { createJobStatus } from '../../platform/jobs/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import type { DocumentChange } from '../../platform/policy/index.ts'
import { type Asker, askerOf } from '../api/resolve.ts'
import { getChange, propose } from '../policy-changes/changes.ts'
import { Edits } from '../policy-changes/edits.ts'
import type { WishedEdit } from '../policy-changes/walk.ts'
import { mayReadDocument } from '../policy-history/rights.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { ASPECTS } from './findings.ts'
import { DRY_RUN_JOB, end, WHOLE } from './job.ts'
import {
  DifferingShape,
  DryRunShape,
  presentDiffering,
  presentDryRun,
  presentWithDiff,
  ShownDryRun,
} from './present.ts'
import {
  countUnderWay,
  type DryRun,
  findDryRun,
  insertDryRun,
  listDiffering,
  listDryRuns,
  noteDryRun,
  seenOf,
} from './store.ts'

const MAX_SPAN_DAYS = 400
const MAX_SAMPLE = 1_000_000
/** Each takes a processor for as long as it runs. */
const MAX_UNDER_WAY = 3

const read = { permission: 'policy.read', scope: 'policy:read', rate: 'read', audit: 'none' } as const
const write = {
  permission: 'policy.manage',
  scope: 'policy:write',
  rate: 'bulk',
  audit: 'policy_dry_run',
} as const
const NEWEST_FIRST = { names: ['id' as const], standard: { by: 'id', isDescending: true } } as const
const BY_TICKET = {
  names: ['ticket_id' as const],
  standard: { by: 'ticket_id', isDescending: false },
} as const

const Body = Type.Object({
  policy_dry_run: Type.Object({
    edits: Type.Optional(Edits),
    policy_change_id: Type.Optional(Type.Integer({ minimum: 1 })),
    from: Type.String({ maxLength: 40 }),
    to: Type.String({ maxLength: 40 }),
    sample_size: Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: MAX_SAMPLE }), Type.Null()])),
  }),
})
type Input = {
  readonly edits?: readonly unknown[]
  readonly policy_change_id?: number
  readonly from: string
  readonly to: string
  readonly sample_size?: number | null
}
const Reply = Type.Object({ policy_dry_run: ShownDryRun })

/** What a proposed policy would have made of history. */
export const dryRunRoutes = (room: Room): Route[] => [...readingRoutes(room), ...writingRoutes(room)]

const readingRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/policy_dry_runs',
    operation: 'ListPolicyDryRuns',
    summary: 'Replays of history, the newest first',
    query: Type.Object({
      ...pagingQuery,
      'filter[policy_change_id]': Type.Optional(Type.String({ maxLength: 20 })),
    }),
    response: { 200: listSchema({ policy_dry_runs: Type.Array(DryRunShape) }) },
    handler: async (request) => {
      const change = request.query['filter[policy_change_id]']
      const listing = await listDryRuns(
        room.ground.db,
        { changeId: change === undefined ? undefined : (parseId(change) ?? 0) },
        parsePaging(request.query, NEWEST_FIRST),
      )
      const seen = await seenIn(room, viewerOf(request.caller), listing.rows)
      const shownRuns = listing.rows.map((run) => presentDryRun(run, seen, request.origin))
      return { body: listReply(request, 'policy_dry_runs', listing, shownRuns) }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/policy_dry_runs/:id',
    operation: 'ShowPolicyDryRun',
    summary: 'How far a replay is, and what would differ, by what differs',
    params: IdParams,
    response: { 200: Reply },
    handler: async (request) => shown(room, request, await getDryRun(room, request.params.id)),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/policy_dry_runs/:id/tickets',
    operation: 'ListPolicyDryRunTickets',
    summary: 'The tickets that would differ, each with what would be different',
    params: IdParams,
    query: Type.Object({
      ...pagingQuery,
      'filter[aspect]': Type.Optional(Type.String({ maxLength: 20 })),
    }),
    response: { 200: listSchema({ tickets: Type.Array(DifferingShape) }) },
    handler: async (request) => {
      const { id } = await getDryRun(room, request.params.id)
      const aspect = request.query['filter[aspect]']
      if (aspect !== undefined && !ASPECTS.some((known) => known === aspect))
        throw new Refused(badParameter('filter[aspect]', `must be one of ${ASPECTS.join(', ')}`))
      const listing = await listDiffering(
        room.ground.db,
        viewerOf(request.caller),
        { id, aspect },
        parsePaging(request.query, BY_TICKET),
      )
      const tickets = listing.rows.map((one) => presentDiffering(one, request.origin))
      return { body: listReply(request, 'tickets', listing, tickets) }
    },
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/policy_dry_runs',
    operation: 'CreatePolicyDryRun',
    summary: 'Replay a span of history under a proposed policy',
    body: Body,
    bodyLimit: 4 * 1024 * 1024,
    response: { 201: Reply },
    handler: async (request) => {
      const run = await startDryRun(room, request, request.body.policy_dry_run)
      const location = `${request.origin}/api/v2/policy_dry_runs/${run.id}.json`
      return { ...(await shown(room, request, run)), status: 201, headers: { location } }
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/policy_dry_runs/:id/cancel',
    operation: 'CancelPolicyDryRun',
    summary: 'End a replay before its time',
    params: IdParams,
    response: { 200: Reply },
    handler: async (request) => {
      const run = await getDryRun(room, request.params.id)
      const isEnded = await end(room, run, { state: 'cancelled', report: null })
      if (!isEnded) throw new Refused({ code: 'conflict', message: `The dry run is ${run.state} already.` })
      const asker = askerOf(request)
      await noteDryRun(room.ground.db, run.id, {
        ...notedBy(room, request, asker),
        action: 'update',
        after: { state: 'cancelled' },
      })
      return shown(room, request, await getDryRun(room, run.id))
    },
  }),
]

type Request = ApiRequest<unknown, unknown, unknown>

const startDryRun = async (room: Room, request: Request, input: Input): Promise<DryRun> => {
  const { ground } = room
  const span = spanOf(input)
  const { proposal, changeId, baseVersion } = await proposalOf(room, request, input)
  const asker = askerOf(request)
  const at = ground.clock.now()
  const started = await ground.db.transaction(async (tx) => {
    if ((await countUnderWay(tx)) >= MAX_UNDER_WAY)
      throw new Refused({
        code: 'conflict',
        message: `There are ${MAX_UNDER_WAY} dry runs under way. Wait for one, or cancel it.`,
      })
    const status = { jobType: 'Policy Dry Run', authorId: asker.userId, total: WHOLE }
    const jobId = await createJobStatus(tx, status, { at, randomBytes: ground.randomBytes })
    const made = { jobId, authorId: asker.userId, changeId, baseVersion, proposal, ...span }
    const run = await insertDryRun(tx, made, at)
    await ground.enqueue(tx, DRY_RUN_JOB, { dryRunId: run.id })
    await noteDryRun(tx, run.id, {
      ...notedBy(room, request, asker),
      action: 'create',
      after: { from: input.from, to: input.to, policy_change_id: changeId },
    })
    await request.idempotency.locate(tx, 201, `/api/v2/policy_dry_runs/${run.id}`)
    return run
  })
  ground.wake()
  return started
}

const notedBy = ({ ground }: Room, { ip, requestId }: Request, { userId, viewer, channel }: Asker) => ({
  at: ground.clock.now(),
  actorId: userId,
  actedBy: viewer.actedBy ?? null,
  via: channel,
  ip,
  requestId,
})

type Proposal = Pick<DryRun, 'proposal' | 'changeId' | 'baseVersion'>

/** Of edits that are given, or of a change request as it would be applied now. */
const proposalOf = async (room: Room, request: Request, input: Input): Promise<Proposal> => {
  const { edits, policy_change_id: changeId } = input
  if ((edits === undefined) === (changeId === undefined))
    throw new Refused(invalidField('edits', 'Edits: give either edits or policy_change_id', 'BlankValue'))
  const change = changeId === undefined ? undefined : await getChange(room, changeId)
  const wished = change?.edits ?? ((edits ?? []) as readonly WishedEdit[])
  const { changes, standing } = await propose(room, request, wished, change?.drawnIds)
  return { proposal: changes, changeId: changeId ?? null, baseVersion: standing.version }
}

const spanOf = ({ from, to, sample_size: sample }: Input) => {
  const [first, last] = [instantIn('from', from), instantIn('to', to)]
  if (last <= first) throw new Refused(invalidField('to', 'To: must be after from'))
  if (last - first > MAX_SPAN_DAYS * DAY_MS)
    throw new Refused(invalidField('to', `To: at most ${MAX_SPAN_DAYS} days after from`))
  return { from: first, to: last, sample: sample ?? null }
}

const instantIn = (name: string, text: string): Instant => {
  const at = parseIso(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
  if (at === undefined)
    throw new Refused(
      invalidField(name, `${name === 'from' ? 'From' : 'To'}: must be a date and time`, 'InvalidFormat'),
    )
  return at
}

const getDryRun = async ({ ground }: Room, id: Id): Promise<DryRun> => {
  const run = await findDryRun(ground.db, id)
  if (run === undefined) throw new Refused(notFound)
  return run
}

const shown = async (
  room: Room,
  { caller, origin }: Pick<Request, 'caller' | 'origin'>,
  run: DryRun,
): Promise<ApiReply> => {
  const viewer = viewerOf(caller)
  const isReadable = ({ kind, before, after }: DocumentChange): boolean =>
    [before, after].every((body) => body === null || mayReadDocument(viewer, { kind, body }))
  const part = { ...run, proposal: run.proposal.filter(isReadable) }
  return { body: { policy_dry_run: presentWithDiff(part, await seenIn(room, viewer, [run]), origin) } }
}

const seenIn = ({ ground }: Room, viewer: Viewer, runs: readonly DryRun[]): Promise<ReadonlySet<Id>> =>
  seenOf(ground.db, viewer, [
    ...new Set(
      runs.flatMap(({ report }) => report?.groups.flatMap(({ sampleTicketIds }) => sampleTicketIds) ?? []),
    ),
  ])
