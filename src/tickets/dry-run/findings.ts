import { canonicalJson, type Instant, type Json } from '../../kernel/index.ts'
import type { ClockView } from '../../sla/core/index.ts'
import type { Decision, Ticket } from '../core/index.ts'
import { type ClockPair, differences } from '../time/what-if.ts'
import { isSame } from './same.ts'
import type { Outcome, World } from './world.ts'

/** What can be different about a ticket. */
export const ASPECTS = [
  'field',
  'tags',
  'people',
  'comment',
  'mail',
  'webhook',
  'sla_policy',
  'sla_target',
  'sla_breach',
  'sla_outcome',
  'rule_error',
  'refused',
] as const
export type Aspect = (typeof ASPECTS)[number]

/** One difference of a ticket, as it first came up: at an audit of history, or between two by time alone (`null`). */
export type Finding = {
  readonly aspect: Aspect
  /** Which field, which rule's mail, which metric; empty where the aspect says it all. */
  readonly name: string
  readonly today: Json
  readonly proposed: Json
  readonly auditId: number | null
  readonly at: Instant
}

type Step = { readonly auditId: number | null; readonly at: Instant }
type Sides<T> = { readonly today: T; readonly proposed: T }

/** Most differences that are kept of one ticket. */
const MAX_FINDINGS = 50

/** Collects what differs about one ticket; of each name the first time. */
export type Findings = {
  /** Holds the outcomes of one step against each other. */
  step(step: Step, outcomes: Sides<Outcome>): void
  /** Holds the clocks at the end against each other. */
  clocks(at: Instant, pairs: readonly ClockPair[]): void
  all(): readonly Finding[]
}

export const createFindings = (): Findings => {
  const found = new Map<string, Finding>()
  const note = (step: Step, { aspect, name, today, proposed }: Difference): void => {
    const key = `${aspect}/${name}`
    if (!found.has(key) && found.size < MAX_FINDINGS)
      found.set(key, { aspect, name, today, proposed, ...step })
  }
  return {
    step: (step, outcomes) => {
      for (const difference of differencesOf(outcomes)) note(step, difference)
    },
    clocks: (at, pairs) => {
      for (const pair of pairs) for (const one of clockDifferences(pair)) note({ auditId: null, at }, one)
    },
    all: () => [...found.values()],
  }
}

type Difference = Pick<Finding, 'aspect' | 'name' | 'today' | 'proposed'>

const differencesOf = ({ today, proposed }: Sides<Outcome>): Difference[] => [
  ...refusals({ today, proposed }),
  ...ticketDifferences({ today: today.world, proposed: proposed.world }),
  ...told('mail', { today: mailsOf(today.decision), proposed: mailsOf(proposed.decision) }),
  ...told('webhook', { today: callsOf(today.decision), proposed: callsOf(proposed.decision) }),
  ...told('rule_error', { today: errorsOf(today.decision), proposed: errorsOf(proposed.decision) }),
]

const refusals = ({ today, proposed }: Sides<Outcome>): Difference[] => {
  if ((today.refusal === null) === (proposed.refusal === null)) return []
  return [{ aspect: 'refused', name: '', today: why(today), proposed: why(proposed) }]
}

const why = ({ refusal }: Outcome): Json =>
  refusal && (refusal.details?.map(({ description }) => description).join('; ') || refusal.message)

/** Properties by the names of the wire; what follows from others is left out. */
const FIELDS: readonly (keyof Ticket)[] = [
  'subject',
  'status',
  'customStatusId',
  'type',
  'kind',
  'priority',
  'requesterId',
  'assigneeId',
  'groupId',
  'organizationId',
  'brandId',
  'formId',
  'problemId',
  'externalId',
  'dueAt',
  'nextUpdateAt',
  'scheduleId',
  'resolutionCode',
  'satisfaction',
  'plan',
]
const WIRE_NAMES: { readonly [name in keyof Ticket]?: string } = {
  formId: 'ticket_form_id',
  satisfaction: 'satisfaction_rating',
  kind: 'ticket_kind',
}
const wireName = (name: keyof Ticket): string =>
  WIRE_NAMES[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const ticketDifferences = ({ today, proposed }: Sides<World>): Difference[] => {
  const [is, would] = [today.ticket, proposed.ticket]
  if (is === would || is === null || would === null) return []
  const fields = FIELDS.filter((name) => !isSame(is[name], would[name])).map((name) =>
    differing('field', wireName(name), is[name], would[name]),
  )
  const custom = [...new Set([...Object.keys(is.fields), ...Object.keys(would.fields)])]
    .filter((id) => !isSame(is.fields[id] ?? null, would.fields[id] ?? null))
    .map((id) => differing('field', `custom_fields_${id}`, is.fields[id], would.fields[id]))
  return [
    ...fields,
    ...custom,
    ...(isSame(is.tags, would.tags) ? [] : [differing('tags', '', is.tags, would.tags)]),
    ...people('followers', is.followerIds, would.followerIds),
    ...people('email_ccs', is.emailCcIds, would.emailCcIds),
    ...(is.publicCommentCount === would.publicCommentCount && is.commentCount === would.commentCount
      ? []
      : [differing('comment', '', countsOf(is), countsOf(would))]),
  ]
}

const differing = (aspect: Aspect, name: string, today: unknown, proposed: unknown): Difference => ({
  aspect,
  name,
  today: (today ?? null) as Json,
  proposed: (proposed ?? null) as Json,
})

const people = (name: string, today: readonly number[], proposed: readonly number[]): Difference[] =>
  isSame(today, proposed) ? [] : [differing('people', name, today, proposed)]

const countsOf = (ticket: Ticket): Json => ({
  comments: ticket.commentCount,
  public_comments: ticket.publicCommentCount,
})

/** What was sent to whom, by what it says: from which rule is told, but is no difference. */
type Told = { readonly identity: string; readonly name: string; readonly what: Json }

const mailsOf = (decision: Decision | null): Told[] =>
  (decision?.effects ?? []).map(({ payload }) => ({
    identity: canonicalJson([payload.recipientId, payload.audience, payload.subject, payload.body]),
    name: payload.rule.title,
    what: { recipient_id: payload.recipientId, rule_id: payload.rule.id },
  }))

const callsOf = (decision: Decision | null): Told[] =>
  (decision?.calls ?? []).map(({ payload }) => ({
    identity: canonicalJson([payload.webhookId, payload.body as unknown as Json]),
    name: payload.rule.title,
    what: { webhook_id: payload.webhookId, rule_id: payload.rule.id },
  }))

const errorsOf = (decision: Decision | null): Told[] =>
  (decision?.events ?? []).flatMap((event) =>
    event.type === 'rule_error'
      ? [{ identity: event.message, name: event.by?.title ?? '', what: event.message }]
      : [],
  )

const told = (aspect: Aspect, { today, proposed }: Sides<readonly Told[]>): Difference[] => {
  if (today.length === 0 && proposed.length === 0) return []
  const [gone, come] = [without(today, proposed), without(proposed, today)]
  return [...new Set([...gone, ...come].map(({ name }) => name))].map((name) => ({
    aspect,
    name,
    today: gone.filter((one) => one.name === name).map(({ what }) => what),
    proposed: come.filter((one) => one.name === name).map(({ what }) => what),
  }))
}

const without = (all: readonly Told[], others: readonly Told[]): Told[] => {
  const left = others.map(({ identity }) => identity)
  return all.filter(({ identity }) => {
    const place = left.indexOf(identity)
    if (place >= 0) left.splice(place, 1)
    return place < 0
  })
}

const CLOCK_ASPECTS: { readonly [difference: string]: Aspect } = {
  policy: 'sla_policy',
  target: 'sla_target',
  breach: 'sla_breach',
  state: 'sla_outcome',
}

const clockDifferences = (pair: ClockPair): Difference[] => {
  const { metric } = (pair.today ?? pair.proposed)!
  return differences(pair).map((difference) => ({
    aspect: CLOCK_ASPECTS[difference] ?? 'sla_outcome',
    name: metric,
    today: viewOf(pair.today),
    proposed: viewOf(pair.proposed),
  }))
}

const viewOf = (view: ClockView | null): Json =>
  view && {
    instance: view.instance,
    policy: view.policy ?? null,
    state: view.state,
    target_minutes: view.targetSeconds / 60,
    breach_at: view.breachAt,
    breached_at: view.breachedAt,
  }
