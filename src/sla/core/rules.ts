import type { Entry } from './entry.ts'
import type { Setting } from './policy.ts'
import type { SlaState } from './state.ts'
import { latestClock, liveClock } from './work.ts'

/**
 * What each update starts and fulfils. Sources: https://support.zendesk.com/hc/en-us/articles/4408829459866 (metrics),
 * https://support.zendesk.com/hc/en-us/articles/6561405361306 (advanced settings); where they are silent, this room's
 * README says what was chosen.
 */
export type Happening = {
  /** A public reply of an agent to the requester; nobody replies to himself. */
  readonly isReply: boolean
  /** An update that periodic and pausable update clocks count. */
  readonly isUpdate: boolean
  readonly isPeriodicUpdate: boolean
  readonly fulfilsFirstReply: boolean
  readonly fulfilsNextReply: boolean
  readonly startsFirstReply: boolean
  readonly startsNextReply: boolean
}

/** Reads an update against the state before it; `null`: the ticket is being created. */
export const happeningOf = (state: SlaState | null, entry: Entry): Happening => {
  const { author, comment, policy } = entry
  const has = (setting: Setting): boolean => policy?.settings.has(setting) ?? false
  const isPublic = comment?.public === true
  const isNote = comment?.public === false
  const isAgent = author.role === 'agent' && !author.isRequester
  const isStaff = isAgent || (author.role === 'light_agent' && !author.isRequester)
  const isReply = isAgent && isPublic
  const isUpdate = isStaff && isPublic
  const isAnswer = isReply && !(state && isOwnTicket(state, entry))
  return {
    isReply,
    isUpdate,
    isPeriodicUpdate:
      isUpdate || (isStaff && isNote && has('periodic_update_time.activate_on_agent_internal_note')),
    fulfilsFirstReply:
      isAnswer ||
      (isStaff &&
        isNote &&
        has('first_reply_time.fulfill_on_agent_internal_note') &&
        !(state && isOwnTicket(state, entry))),
    fulfilsNextReply:
      isReply ||
      (isStaff &&
        isNote &&
        has('next_reply_time.fulfill_on_non_requesting_agent_internal_note_after_activation')),
    startsFirstReply: state ? startsFirstReplyLater(state, entry) : startsFirstReplyAtOnce(entry, has),
    startsNextReply: state !== null && startsNextReply(state, entry, has),
  }
}

/** Whoever makes a ticket for a colleague does not answer it himself. */
const isOwnTicket = ({ creatorId }: SlaState, { author, requesterRole }: Entry): boolean =>
  requesterRole !== 'end_user' && creatorId !== null && creatorId === author.id

type Has = (setting: Setting) => boolean

const startsFirstReplyAtOnce = ({ author, comment, requesterRole }: Entry, has: Has): boolean => {
  const isPublic = comment?.public === true
  if (author.role === 'end_user' && isPublic) return true
  if (requesterRole === 'light_agent' && (!isPublic || author.isRequester)) return true
  if (requesterRole !== 'end_user')
    return isTeam(author.role) && has('first_reply_time.activate_on_agent_created_ticket_for_self')
  if (isPublic && has('first_reply_time.activate_on_ticket_created_for_end_user')) return true
  if (author.role === 'light_agent')
    return has('first_reply_time.activate_on_light_agent_on_email_forward_ticket_from_end_user')
  const isByAgent = author.role === 'agent' && !isPublic
  return isByAgent && has('first_reply_time.activate_on_agent_ticket_created_for_end_user_with_internal_note')
}

const isTeam = (role: Entry['author']['role']): boolean => role === 'agent' || role === 'light_agent'

const startsFirstReplyLater = (state: SlaState, { author, comment }: Entry): boolean =>
  !state.isReplied &&
  latestClock(state, 'first_reply_time') === undefined &&
  author.role === 'end_user' &&
  comment?.public === true

const startsNextReply = (state: SlaState, { author, comment }: Entry, has: Has): boolean => {
  if (!comment || !state.isReplied || liveClock(state, 'next_reply_time')) return false
  if (author.role === 'end_user')
    return comment.public || has('next_reply_time.activate_on_end_user_added_internal_note')
  if (!author.isRequester) return false
  if (author.role === 'agent')
    return has('next_reply_time.activate_on_agent_requested_ticket_with_public_comment_or_internal_note')
  return (
    has('next_reply_time.activate_on_light_agent_internal_note') &&
    has('first_reply_time.activate_on_agent_created_ticket_for_self') &&
    has('first_reply_time.fulfill_on_agent_internal_note')
  )
}
