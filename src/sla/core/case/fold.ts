import type { Author, Entry } from '../entry.ts'
import { selectPolicy } from '../policy.ts'
import type { MetricEvent } from '../state.ts'
import { create, newState, stepInPlace } from '../step.ts'
import { type Finished, finish } from '../views.ts'
import { type Work, workOn } from '../work.ts'
import type { CaseConfig, CaseEntry, ClocksCase } from './read-case.ts'
import { factsOf } from './ticket.ts'

/** A whole case, folded. */
export const foldCase = (given: ClocksCase): Finished => {
  const events = new Map<number, MetricEvent>()
  const keep = (event: MetricEvent): void => void events.set(event.id, event)
  let work: Work | null = null
  for (const entry of entriesOf(given)) {
    if (work) stepInPlace(work, entry)
    else {
      work = workOn(newState(entry), given.hoursOf, keep)
      create(work, entry)
    }
  }
  const finished = finish(work!.state, given.until, given.hoursOf)
  for (const event of finished.events) keep(event)
  return { ...finished, events: [...events.values()] }
}

/** The entries of a case up to its end, each with the policies that hold then. */
export function* entriesOf(given: ClocksCase): Generator<Entry> {
  let place = 0
  for (const [index, entry] of given.history.entries()) {
    if (entry.at > given.until) return
    while (place + 1 < given.configs.length && given.configs[place + 1]!.at <= entry.at) place += 1
    yield entryOf(given, given.configs[place]!, entry, index === 0)
  }
}

const entryOf = (given: ClocksCase, config: CaseConfig, entry: CaseEntry, isCreation: boolean): Entry => {
  const { ticket } = entry
  const facts = factsOf(ticket, entry.at, isCreation)
  const policy = selectPolicy(config.policies, facts)
  const groupPolicy = selectPolicy(config.groupPolicies, facts)
  const keyOf = (policySchedule: string | null | undefined): string | null => {
    const name = ticket.schedule ?? policySchedule ?? given.defaultSchedule
    return name === null ? null : (config.schedules.get(name) ?? null)
  }
  return {
    at: entry.at,
    author: authorOf(given, entry),
    requesterRole: given.requesterRole,
    comment: entry.comment,
    status: ticket.status,
    priority: ticket.priority,
    groupId: ticket.groupId,
    assigneeId: ticket.assigneeId,
    policy,
    groupPolicy,
    ownSchedule: ticket.schedule,
    hours: keyOf(policy?.schedule),
    groupHours: keyOf(groupPolicy?.schedule),
  }
}

const authorOf = ({ requesterRole }: ClocksCase, { by }: CaseEntry): Author => {
  if (by === 'requester') return { role: requesterRole, isRequester: true, id: null }
  return { role: by === 'other_end_user' ? 'end_user' : by, isRequester: false, id: null }
}
