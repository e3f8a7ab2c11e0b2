import type { Id, Instant } from '../../kernel/index.ts'
import {
  type Conditions,
  type DueFacts,
  type Explanation,
  explain,
  type Facts,
} from '../../rules/core/index.ts'
import { act } from './act.ts'
import { type Attempt, type Draft, findOrganization, findPerson } from './attempt.ts'
import { type Call, callOf } from './calls.ts'
import type { DecidedComment } from './decision.ts'
import type { ClockDue, RuleRef, TicketEvent } from './event.ts'
import { eventsBetween } from './events.ts'
import { stampStatus } from './fold.ts'
import type { Notice } from './notices.ts'
import { countsOf, deskFactsOf, timesOf } from './rule-facts.ts'
import { editSkills, type SkillEdit } from './skills.ts'
import { openWhenAssigned } from './status.ts'
import type { Ticket } from './ticket.ts'
import type { Trigger } from './trigger.ts'

/** Most triggers that fire in one update; the one that would be next is named in a `rule_error`. */
export const MAX_FIRINGS = 100

/** A rule that was looked at: whether it held, and which clause decided; the pass over the triggers, 0 for others. */
export type Look = Explanation & { readonly rule: LookedAt; readonly pass: number }

/** Whatever has conditions; group SLA policies have texts for ids. */
export type LookedAt = {
  readonly kind: RuleRef['kind'] | 'sla_policy' | 'group_sla_policy'
  readonly id: Id | string
  readonly title: string
}

/** The run of the triggers over a draft that the Change itself has changed already. */
export type Run = {
  readonly attempt: Attempt
  readonly comment: DecidedComment | null
  readonly events: TicketEvent[]
  readonly fired: RuleRef[]
  readonly notices: Notice[]
  readonly calls: Call[]
  readonly skills: SkillEdit[]
  /** What fell due since the update before. */
  readonly due: readonly TicketEvent[]
  /** Where looks are noted; absent where nobody asked for a trace. */
  readonly looks?: Look[]
}

/**
 * Runs the triggers in order until a pass changes nothing: one that fires and changes the ticket sends the run back to
 * the top, and none fires twice (`zendesk-api.md` 3.4). Where nothing happened but that time went by, only those run
 * that ask what fell due, until one of them changes the ticket.
 */
export const runTriggers = (run: Run): void => {
  const { triggers } = run.attempt.policy
  if (triggers.length === 0) return
  const facts = factsOf(run)
  const fired = new Set<Trigger>()
  let pass = 1
  let isQuiet = run.attempt.change.timer !== undefined
  for (let i = 0; i < triggers.length; i += 1) {
    const trigger = triggers[i] as Trigger
    if (fired.has(trigger) || (isQuiet && !trigger.asksDue)) continue
    const holds = trigger.matches(facts)
    run.looks?.push(explainRule(trigger, facts, pass))
    if (!holds) continue
    if (fired.size >= MAX_FIRINGS) return void stop(run, trigger)
    fired.add(trigger)
    if (!fire(run, trigger)) continue
    i = -1
    pass += 1
    isQuiet = false
  }
}

/** Says of a rule whether it holds, and which clause decides. */
export const explainRule = (
  { rule, conditions }: { readonly rule: LookedAt; readonly conditions: Conditions },
  facts: Facts,
  pass: number,
): Look => ({ rule, pass, ...explain(conditions, facts) })

/** What the events of a step did to the times that go with a status. */
export const stampStep = (before: Ticket | null, draft: Draft, at: Instant): void => {
  if (!before || before.status !== draft.status) stampStatus(draft, draft.status, at)
}

const stop = (run: Run, { rule }: Trigger): void => {
  const message = `Stopped after ${MAX_FIRINGS} triggers in one update, before "${rule.title}"`
  run.events.push({ type: 'rule_error', message, by: rule })
}

/** Carries out one rule's actions; answers whether the ticket is another now. */
export const fire = (run: Run, { rule, actions }: Pick<Trigger, 'rule' | 'actions'>): boolean => {
  const { draft, policy, at } = run.attempt
  const before: Ticket = { ...draft }
  const problems: string[] = []
  for (const action of actions) {
    if (action.kind === 'notify')
      run.notices.push({ rule, recipients: action.recipients, message: action.message })
    else if (action.kind === 'webhook' || action.kind === 'target') run.calls.push(callOf(rule, action))
    else if (action.kind === 'skills') problems.push(...editSkills(run, action))
    else problems.push(...(act(run.attempt, action) ?? []))
  }
  openWhenAssigned(draft, policy)
  stampStep(before, draft, at)
  const events = eventsBetween(before, draft, rule)
  run.fired.push(rule)
  run.events.push(...events)
  for (const message of problems) run.events.push({ type: 'rule_error', message, by: rule })
  return events.length > 0
}

export const factsOf = ({ attempt, comment, due }: Pick<Run, 'attempt' | 'comment' | 'due'>): Facts => {
  const { before, draft, change, acting, policy, context, at } = attempt
  const isCreation = before === null
  return {
    ticket: draft,
    before,
    update: {
      isCreation,
      actorId: acting.person?.id ?? null,
      channel: change.via.channel,
      comment: comment && {
        public: comment.public,
        text: comment.text,
        attachmentCount: comment.attachments.length,
      },
      ...(due.length > 0 && { due: dueFacts(due) }),
    },
    description: isCreation ? (comment?.text ?? null) : attempt.description,
    people: {
      person: (id) => findPerson(context, id),
      organization: (id) => findOrganization(context, id),
      roleKind: (person) => policy.roles.get(person.roleId)?.kind ?? 'end_user',
    },
    at,
    // Few rules ask for these, so that they are worked out when one does.
    get times() {
      return timesOf(attempt)
    },
    get counts() {
      return countsOf(attempt, comment)
    },
    desk: deskFactsOf(policy),
    folded: new Map(),
  }
}

const dueFacts = (due: readonly TicketEvent[]): DueFacts => {
  const metrics = (wanted: ClockDue['type']): string[] =>
    due.flatMap((event) => (event.type === wanted ? event.metric : []))
  return {
    breached: metrics('sla_breached'),
    warned: metrics('sla_warning'),
    isPastDueDate: due.some(({ type }) => type === 'due_date_passed'),
    nextUpdate: due.flatMap((event) =>
      event.type === 'next_update_due' ? (event.minutes === undefined ? 'missed' : 'due_soon') : [],
    ),
  }
}
