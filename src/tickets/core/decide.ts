import {
  err,
  forbidden,
  type Id,
  type Instant,
  invalid,
  isId,
  ok,
  type Refusal,
  type Result,
  wholeSecond,
} from '../../kernel/index.ts'
import { applyAssignment } from './assignment.ts'
import { type Acting, type Attempt, type Draft, fail, findPerson } from './attempt.ts'
import { authorise, readActing } from './authorise.ts'
import { dueAutomation } from './automation.ts'
import { callWebhooks } from './calls.ts'
import type { Change, RemovalKind } from './change.ts'
import { type DecidedClocks, decideClocks, hoursOf, quietClocks, timeBefore } from './clocks/decide-clocks.ts'
import { addComment, readComment } from './comment.ts'
import { eventsOfEdit, readCommentEdit } from './comment-edit.ts'
import { contextUsed, lackingFor } from './context-used.ts'
import { applyTagsAndFields } from './custom-fields.ts'
import type { DecidedComment, Decision, EditedComment } from './decision.ts'
import { isDue, type TicketEvent } from './event.ts'
import { eventsBetween } from './events.ts'
import { changedAt, foldEvent, unbornTicket } from './fold.ts'
import { applyFollowUp, followUpVia } from './follow-up.ts'
import { applyMerge } from './merge.ts'
import { deliver } from './notices.ts'
import { applyParticipants } from './participants.ts'
import type { Policy } from './policy.ts'
import { solvesProblem } from './problem.ts'
import { applyPromise } from './promise.ts'
import { applyProperties } from './properties.ts'
import { reevaluation } from './reevaluation.ts'
import { authoriseRemoval, removalOf, removed } from './removal.ts'
import { checkRequired } from './required-fields.ts'
import { fire, type Look, type Run, runTriggers, stampStep } from './run.ts'
import { applyRating } from './satisfaction.ts'
import { skillEditsOf } from './skills.ts'
import { applySplit, splitVia } from './split.ts'
import type { TicketState } from './state.ts'
import { applyStatus, closeInTime } from './status.ts'
import { announcedBy, applySupport } from './support.ts'
import type { Ticket } from './ticket.ts'
import { applyUndo } from './undo.ts'

/**
 * Says what becomes of a Change: authorise, validate, apply, status and assignment rules, triggers to a fixpoint.
 * Pure and total: the same arguments give the same answer, and no input makes it throw.
 *
 * Refusals: `not_found` (the actor cannot see the ticket), `forbidden`, `conflict` (a stale safe update), `invalid`
 * (everything wrong at once, by the wire's field names). `now` is cut to whole seconds.
 */
export const decide = (
  state: TicketState,
  change: Change,
  policy: Policy,
  now: Instant,
): Result<Decision, Refusal> => decideAndNote(state, change, policy, now)

/** `decide`, noting every look at a trigger where `looks` is given. */
export const decideAndNote = (
  state: TicketState,
  change: Change,
  policy: Policy,
  now: Instant,
  looks?: Look[],
): Result<Decision, Refusal> => {
  const started = begin(state, change, policy, change.timer?.dueAt ?? wholeSecond(now))
  if (!started.ok) return started
  const attempt = started.value
  const removal = removalOf(change)
  if (removal) return ok(remove(attempt, removal))
  if (change.undo) return takeBack(attempt, state, looks)
  if (change.reevaluates) return ok(judgeAnew(attempt, state))
  applyFollowUp(attempt, state.source)
  applyProperties(attempt)
  applyTagsAndFields(attempt)
  applyAssignment(attempt)
  const comment = readComment(attempt)
  const edit = readCommentEdit(attempt, state.comment)
  applyStatus(attempt)
  applyPromise(attempt, comment)
  closeInTime(attempt)
  applyRating(attempt)
  checkRequired(attempt)
  applySupport(attempt)
  applyParticipants(attempt)
  const merged = applyMerge(attempt)
  const { copied, linked } = applySplit(attempt, state.source)
  if (attempt.errors.length > 0) return err(invalid(...attempt.errors))
  addComment(attempt, comment)
  return ok(
    conclude(
      attempt,
      comment,
      { edit, copied, linked: [...merged, ...linked, ...announcedBy(attempt)] },
      looks,
    ),
  )
}

/** Whether a Decision writes nothing: the Change asked for what is so already. */
export const isEmpty = (decision: Decision): boolean => decision.events.length === 0

const begin = (state: TicketState, given: Change, policy: Policy, at: Instant): Result<Attempt, Refusal> => {
  const via = splitVia({ ...given, via: followUpVia(given, state.source) }, state.source)
  const change = { ...given, via, set: given.set ?? {}, fields: given.fields ?? {} }
  const acting = readActing(state, change, policy)
  if (!acting.ok) return acting
  const before = state.ticket
  const refusal = refusalOf(acting.value, before, change)
  if (refusal) return err(refusal)
  const draft = before ? { ...before } : unbornTicket(state.ticketId, at, change.via)
  const attempt = {
    before,
    draft,
    change,
    acting: acting.value,
    policy,
    context: state.context,
    at,
    clocks: state.clocks ?? null,
    hours: hoursOf(policy, state.pastHours),
    untold: state.untold ?? null,
    description: state.description ?? null,
    errors: [],
  }
  if (!before) openTicket(attempt)
  return ok(attempt)
}

const refusalOf = (acting: Acting, ticket: Ticket | null, change: Change): Refusal | null => {
  if (change.undo) return stale(ticket, change)
  if (change.timer) return acting.isSystem ? meet(ticket, change) : forbidden
  if (change.automation && !acting.isSystem) return forbidden
  const removal = removalOf(change)
  if (removal) return authoriseRemoval(acting, ticket, removal) ?? stale(ticket, change)
  return meet(ticket, change) ?? authorise(acting, ticket, change) ?? fresh(ticket, change)
}

/** A Change of a ticket that is not there, or a creation of one that is. */
const meet = (ticket: Ticket | null, change: Change): Refusal | null => {
  const isCreation = change.kind === 'create'
  if (isCreation) return ticket ? { code: 'conflict', message: 'The ticket exists already' } : null
  return ticket && ticket.deletedAt === null ? null : { code: 'not_found', message: 'Not found' }
}

const stale = (ticket: Ticket | null, { expectUpdatedAt }: Change): Refusal | null =>
  ticket && expectUpdatedAt !== undefined && expectUpdatedAt !== wholeSecond(ticket.updatedAt)
    ? { code: 'conflict', message: 'Safe Update prevented the update due to outdated ticket data' }
    : null

const fresh = (ticket: Ticket | null, change: Change): Refusal | null => {
  const refusal = stale(ticket, change)
  if (refusal || ticket?.status !== 'closed' || isFollowing(change)) return refusal
  return invalid({
    field: 'status',
    error: 'RecordInvalid',
    description: 'Status closed prevents ticket update',
  })
}

const isFollowing = ({ followsPeople, actor }: Change): boolean =>
  followsPeople === true && actor.kind === 'system'

/** What a ticket starts with, before the Change sets anything. */
const openTicket = (attempt: Attempt): void => {
  const { draft, change, acting, policy, context } = attempt
  const self = acting.person?.id
  const requester = findPerson(context, idOf(change.requesterId ?? change.set.requesterId ?? self))
  const submitter = findPerson(context, idOf(change.submitterId ?? self ?? requester?.id))
  if (!requester?.active) fail(attempt, 'requester_id', 'Requester: does not exist')
  if (requester && !submitter) fail(attempt, 'submitter_id', 'Submitter: does not exist')
  draft.requesterId = requester?.id ?? 0
  draft.submitterId = submitter?.id ?? 0
  draft.organizationId = requester?.organizationId ?? null
  draft.brandId = policy.settings.defaultBrandId
  draft.formId = policy.settings.defaultFormId
  draft.customStatusId = policy.settings.customStatusIds.new ?? null
}

const idOf = (value: unknown): Id | null => (isId(value) ? value : null)

/** Tells what the Change did, lets the triggers follow, and sends what they want told. */
/** What a Change does besides setting properties and commenting. */
type Acts = {
  readonly edit: EditedComment | null
  /** Comments that came along from another ticket. */
  readonly copied: readonly TicketEvent[]
  readonly linked: readonly TicketEvent[]
}

const conclude = (attempt: Attempt, comment: DecidedComment | null, acts: Acts, looks?: Look[]): Decision => {
  const { before, draft, change, policy, at } = attempt
  const isStarting = (comment !== null && draft.firstCommentId === null) || acts.copied.length > 0
  if (isStarting) draft.firstCommentId = (comment?.eventIndex ?? 0) + 1
  const events = eventsOfChange(attempt, comment, acts)
  const passed = timeBefore(attempt)
  const automation = dueAutomation(attempt, looks)
  const due = events.length > 0 || change.timer || automation ? (passed?.due ?? []) : []
  events.push(...due)
  const run: Run = {
    attempt,
    comment,
    events,
    due,
    fired: [],
    notices: [],
    calls: [],
    skills: [],
    ...(looks && { looks }),
  }
  const isPast = change.imported || (before?.status === 'closed' && isFollowing(change))
  if (automation) fire(run, automation)
  if ((events.length > 0 || automation) && !isPast) runTriggers(run)
  const told = deliver(attempt, comment, run.notices)
  const called = callWebhooks(attempt, comment, run.calls)
  const skills = isPast ? [] : skillEditsOf(run)
  events.push(...told.events, ...called.events)
  const context = contextUsed(attempt, run.notices)
  const time = decideClocks(run, passed, context)
  const updatedAt = before && events.every(isDue) ? before.updatedAt : at
  events.push(...time.events)
  return {
    ticket: events.length === 0 && before ? before : finish(draft, updatedAt),
    startsConversation: isStarting,
    change,
    events,
    comment,
    ...(acts.edit && { commentEdit: acts.edit }),
    rulesFired: run.fired,
    effects: told.effects,
    ...(called.calls.length > 0 && { calls: called.calls }),
    ...(skills.length > 0 && { skills }),
    ...(solvesProblem(before, draft) && { solvesIncidents: true }),
    timers: time.timers,
    clocks: time.clocks,
    metricEvents: time.metricEvents,
    context,
    lacking: lackingFor(attempt, run.notices),
    policyVersion: policy.version,
    at,
  }
}

/** Deleting, restoring and purging: one event, and no rule runs. */
const remove = (attempt: Attempt, kind: RemovalKind): Decision => {
  const event = removed(attempt.draft, kind)
  foldEvent(attempt.draft, event, 0, attempt.at)
  return concludeQuietly(attempt, [event])
}

/** Rules follow what comes back later, as they follow any Change; in place nothing follows. */
const takeBack = (attempt: Attempt, state: TicketState, looks?: Look[]): Result<Decision, Refusal> => {
  const { before, draft } = attempt
  const undone = applyUndo(attempt, state.undoable)
  if (!undone.ok) return undone
  if (attempt.errors.length > 0) return err(invalid(...attempt.errors))
  const { events, isQuiet } = undone.value
  if (isQuiet) return ok(concludeQuietly(attempt, [...eventsBetween(before, draft), ...events]))
  return ok(conclude(attempt, null, { edit: null, copied: [], linked: events }, looks))
}

const judgeAnew = (attempt: Attempt, { rederived = null }: TicketState): Decision => {
  const time = reevaluation(attempt, rederived)
  return concludeQuietly(attempt, time.events, time)
}

const concludeQuietly = (
  attempt: Attempt,
  events: readonly TicketEvent[],
  time: DecidedClocks = quietClocks(attempt, events),
): Decision => {
  const { before, draft, change, policy, context, at } = attempt
  return {
    ticket: events.length === 0 && before ? before : finish(draft, changedAt(events, at)),
    startsConversation: false,
    change,
    events,
    comment: null,
    rulesFired: [],
    effects: [],
    timers: time.timers,
    clocks: time.clocks,
    metricEvents: time.metricEvents,
    context,
    lacking: { groupMembers: false, allAgents: false },
    policyVersion: policy.version,
    at,
  }
}

const eventsOfChange = (
  { before, draft, at }: Attempt,
  comment: DecidedComment | null,
  { edit, copied, linked }: Acts,
): TicketEvent[] => {
  stampStep(before, draft, at)
  const events = eventsBetween(before, draft)
  if (edit) events.push(...eventsOfEdit(edit))
  events.push(...linked)
  const { followUpOfId } = draft
  if (!before && followUpOfId !== null) events.push({ type: 'follows_up', ticketId: followUpOfId })
  return comment ? [commented(comment), ...events] : [...copied, ...events]
}

const commented = (comment: DecidedComment): TicketEvent => ({
  type: 'commented',
  authorId: comment.authorId,
  public: comment.public,
  attachmentIds: comment.attachments.map((file) => file.id),
})

const finish = (draft: Draft, at: Instant): Ticket => {
  draft.version += 1
  draft.updatedAt = at
  return draft
}
