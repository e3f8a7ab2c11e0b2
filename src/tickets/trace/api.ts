import { Type } from 'typebox'
import { forbidden, type Id, notFound, Refused, toIso } from '../../kernel/index.ts'
import { may, viewerOf } from '../../people/index.ts'
import { type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, type PagingQuery, paged, pagingQuery } from '../../platform/paging/index.ts'
import { mustSee } from '../api/parts.ts'
import { isDue } from '../core/index.ts'
import { unpackEvents } from '../pack.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { type AuditTrace, stepsOf, traceSteps } from './replay.ts'

const Text = Type.String()
const Whole = Type.Integer()
const RuleId = Type.Union([Whole, Text])
const nullable = (schema: Parameters<typeof Type.Union>[0][number]) => Type.Union([schema, Type.Null()])

const Clause = Type.Object({
  list: Text,
  index: Whole,
  field: Text,
  operator: Text,
  value: Type.Unknown(),
})
const Trace = Type.Object({
  audit_id: Whole,
  ticket_id: Whole,
  created_at: Type.String({ format: 'date-time' }),
  author_id: Whole,
  policy_version: Whole,
  exact: Type.Boolean(),
  truncated: Type.Boolean(),
  rules: Type.Array(
    Type.Object({
      type: Text,
      id: RuleId,
      title: Text,
      fired: Type.Boolean(),
      pass: Whole,
      clause: nullable(Clause),
    }),
  ),
  form_rules: Type.Array(
    Type.Object({
      ticket_form_id: Whole,
      parent_field_id: Whole,
      value: Text,
      held: Type.Boolean(),
      child_field_ids: Type.Array(Whole),
    }),
  ),
})

/** Audits of a page: each costs as much as deciding it did. */
const MAX_AUDITS = 25
/** Rules told of one audit; those that fired come first then. */
const MAX_RULES = 1000

const present = ({ audit, looks, formRules, isExact }: AuditTrace) => {
  const shown = looks.length <= MAX_RULES ? looks : [...looks].sort((a, b) => Number(b.held) - Number(a.held))
  return {
    audit_id: audit.id,
    ticket_id: audit.ticket_id,
    created_at: toIso(audit.created_at),
    author_id: audit.author_id,
    policy_version: audit.policy_version,
    exact: isExact,
    truncated: looks.length > MAX_RULES,
    rules: shown.slice(0, MAX_RULES).map(({ rule, pass, held, decidedBy }) => ({
      type: rule.kind,
      id: rule.id,
      title: rule.title,
      fired: held,
      pass,
      clause: decidedBy && { list: decidedBy.list, index: decidedBy.index, ...decidedBy.clause },
    })),
    form_rules: formRules.map(({ form, condition, held }) => ({
      ticket_form_id: form.id,
      parent_field_id: condition.parentId,
      value: condition.value,
      held,
      child_field_ids: condition.children.map(({ fieldId }) => fieldId),
    })),
  }
}

type Asked = ApiRequest<{ readonly id: Id }, unknown, unknown>

/** The history that the caller may see, and which of its audits the list of audits shows. */
const shownSteps = async (room: Room, { caller, params }: Pick<Asked, 'caller' | 'params'>) => {
  const viewer = viewerOf(caller)
  if (!may(viewer, 'tickets.audits')) throw new Refused(forbidden)
  await mustSee(room, viewer, params.id)
  const steps = await stepsOf(room, params.id)
  // As in the list of audits: what falls due by itself and changes nothing has no line there.
  const places = steps.flatMap(({ audit }, place) => (unpackEvents(audit).every(isDue) ? [] : [place]))
  return { steps, places }
}

const COMMON = { permission: 'policy.read', scope: 'tickets:read', rate: 'read', audit: 'none' } as const

const limited = (query: PagingQuery): PagingQuery => {
  const size = (asked: string | undefined): string =>
    String(Math.min(Number(asked) || MAX_AUDITS, MAX_AUDITS))
  const isByCursor = Object.keys(query).some((name) => name.startsWith('page['))
  return isByCursor
    ? { ...query, 'page[size]': size(query['page[size]']) }
    : { ...query, per_page: size(query.per_page) }
}

/** Why a ticket is as it is: for each audit the rules that were looked at, and the clause that decided each. */
export const traceRoutes = (room: Room): Route[] => [
  route({
    ...COMMON,
    method: 'GET',
    path: '/api/v2/tickets/:id/trace',
    operation: 'ListTicketTraces',
    summary: 'Which rules were looked at by each audit of a ticket, which fired, and which clause decided',
    params: IdParams,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ traces: Type.Array(Trace) }) },
    handler: async (request) => {
      const { steps, places } = await shownSteps(room, request)
      const listing = paged(
        places.map((place) => ({ place })),
        limited(request.query),
      )
      const wanted = listing.rows.map(({ place }) => place)
      const traces = await traceSteps(room, steps, wanted)
      return { body: listReply(request, 'traces', listing, traces.map(present)) }
    },
  }),
  route({
    ...COMMON,
    method: 'GET',
    path: '/api/v2/tickets/:id/audits/:auditId/trace',
    operation: 'ShowAuditTrace',
    summary: 'Which rules were looked at by one audit, which fired, and which clause decided',
    params: Type.Object({ id: Whole, auditId: Whole }),
    response: { 200: Type.Object({ trace: Trace }) },
    handler: async (request) => {
      const { steps, places } = await shownSteps(room, request)
      const wanted = places.filter((place) => steps[place]!.audit.id === request.params.auditId)
      const [trace] = await traceSteps(room, steps, wanted)
      if (trace === undefined) throw new Refused(notFound)
      return { body: { trace: present(trace) } }
    },
  }),
]
