import { type Instant, toIso } from '../../kernel/index.ts'
import { type ChangePlan, EMPTY_PLAN } from '../core/change-plan.ts'
import type { VoiceCall } from '../core/comment-structure.ts'
import type { Announced, PartiesChanged, PlanChanged, TicketEvent } from '../core/event.ts'
import { type Party, waitedSeconds } from '../core/party.ts'

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at))

/** The plan of a change. */
export const presentPlan = (plan: ChangePlan | null) => {
  const { version, approval, ...rest } = plan ?? EMPTY_PLAN
  return {
    version,
    planned_start_at: timeOrNull(rest.plannedStartAt),
    planned_end_at: timeOrNull(rest.plannedEndAt),
    risk: rest.risk,
    rollback_plan: rest.rollbackPlan,
    affected_organization_ids: rest.affectedOrganizationIds,
    affected_user_ids: rest.affectedUserIds,
    approval: {
      state: approval.state,
      requested_by_id: approval.requestedById,
      decided_by_id: approval.decidedById,
      at: timeOrNull(approval.at),
    },
  }
}

/** A vendor or partner; `waited_seconds` up to an instant. */
export const presentParty = (party: Party, at: Instant) => ({
  id: party.id,
  role: party.role,
  name: party.name,
  organization_id: party.organizationId,
  user_id: party.userId,
  reference: party.reference,
  waiting: party.waitingSince !== null,
  waiting_since: timeOrNull(party.waitingSince),
  waited_seconds: waitedSeconds(party, at),
})

/** What a VoiceComment has beside a Comment (zendesk-api.md 2.3). */
export const presentCall = (call: VoiceCall) => ({
  data: {
    from: call.from,
    to: call.to,
    recording_url: call.recordingUrl,
    recording_duration: call.callDurationSeconds,
    call_duration: call.callDurationSeconds,
    call_id: null,
    answered_by_id: call.answeredById,
    transcription_text: call.transcription,
    transcription_status: call.transcription === null ? null : 'completed',
    started_at: timeOrNull(call.startedAt),
    location: call.location,
    outbound: false,
  },
  formatted_from: call.from,
  formatted_to: call.to,
  transcription_visible: call.transcription !== null,
})

/** Events that no other desk has. */
export type SupportEvent = PlanChanged | PartiesChanged | Announced

export const isSupportEvent = <E extends TicketEvent>(event: E): event is E & SupportEvent =>
  event.type === 'plan_changed' || event.type === 'parties_changed' || event.type === 'announced'

export const supportBody = (event: SupportEvent, at: Instant): object => {
  if (event.type === 'plan_changed') return changed('change', presentPlan(event.to), presentPlan(event.from))
  if (event.type === 'parties_changed')
    return changed('parties', event.to.map(partyAt(at)), event.from.map(partyAt(at)))
  const told = event.told.map(({ userId, ticketId }) => ({ user_id: userId, ticket_id: ticketId }))
  return { type: 'ChangeAnnouncement', about: event.about, version: event.version, told }
}

const partyAt = (at: Instant) => (party: Party) => presentParty(party, at)

const changed = (name: string, value: unknown, previous: unknown): object => ({
  type: 'Change',
  field_name: name,
  value,
  previous_value: previous,
})
