import { isOpen } from '../../calendar/core/index.ts'
import type { Id } from '../../kernel/index.ts'
import {
  type Audience,
  isCommentPlaceholder,
  type Message,
  type PlaceholderFacts,
  placeholdersOf,
  type Recipients,
  valuesFor,
  withContent,
} from '../../rules/core/index.ts'
import {
  type Attempt,
  findGroup,
  findOrganization,
  findPerson,
  isAssignable,
  isStaffPerson,
} from './attempt.ts'
import type { DecidedComment, TicketEffect } from './decision.ts'
import { contentFor } from './dynamic-content.ts'
import type { RuleRef, TicketEvent } from './event.ts'
import type { Person } from './state.ts'
import { canSeeTicket, viewerOfPerson } from './visible.ts'

/** What a rule that fired wants to tell somebody; who and what is worked out when all rules are done. */
export type Notice = { readonly rule: RuleRef; readonly recipients: Recipients; readonly message: Message }

export type Delivered = { readonly events: readonly TicketEvent[]; readonly effects: readonly TicketEffect[] }

/**
 * Turns notices into mails, with the final state of the ticket: one a rule and recipient, to people only who are active,
 * have an address, and may see the ticket.
 */
export const deliver = (
  attempt: Attempt,
  comment: DecidedComment | null,
  notices: readonly Notice[],
): Delivered => {
  const events: TicketEvent[] = []
  const effects = new Map<string, TicketEffect>()
  for (const notice of notices) {
    const { rule, message } = notice
    const mails = recipientsOf(attempt, comment, notice.recipients)
      .filter((person) => mayReceive(attempt, person))
      .map((person) => mail(attempt, comment, notice, person))
      .filter((effect) => !effects.has(effect.key))
    if (mails.length === 0) continue
    for (const effect of mails) effects.set(effect.key, effect)
    const recipientIds = mails.map((effect) => effect.payload.recipientId)
    events.push({ type: 'notified', recipientIds, subject: message.subject, body: message.body, by: rule })
  }
  return { events, effects: [...effects.values()] }
}

const recipientsOf = (
  attempt: Attempt,
  comment: DecidedComment | null,
  recipients: Recipients,
): readonly Person[] => {
  const { context, policy, draft, acting } = attempt
  switch (recipients.kind) {
    case 'all_agents':
      return Object.values(context.users).filter((person) => isAssignable(policy, person))
    case 'group':
      return people(attempt, findGroup(context, recipients.groupId ?? draft.groupId)?.memberIds ?? [])
    case 'requester_and_ccs':
      return comment?.public ? people(attempt, addressees(attempt, comment)) : []
    case 'person': {
      const { who } = recipients
      if (who === 'current_user') return acting.person ? [acting.person] : []
      const id = who === 'requester_id' ? draft.requesterId : who === 'assignee_id' ? draft.assigneeId : who
      return id === null ? [] : people(attempt, [id])
    }
  }
}

/** Nobody is sent their own words, except that whoever asks for help gets a receipt. */
const addressees = ({ draft, before }: Attempt, comment: DecidedComment): readonly Id[] =>
  [...new Set([draft.requesterId, ...draft.emailCcIds])].filter(
    (id) => id !== comment.authorId || (before === null && id === draft.requesterId),
  )

const people = ({ context }: Attempt, ids: readonly Id[]): readonly Person[] =>
  ids.flatMap((id) => findPerson(context, id) ?? [])

const mayReceive = ({ policy, draft }: Attempt, person: Person): boolean => {
  const role = policy.roles.get(person.roleId)
  if (!role || !person.active || person.suspended || person.email === null) return false
  return canSeeTicket(viewerOfPerson(person, role), draft)
}

const mail = (
  attempt: Attempt,
  comment: DecidedComment | null,
  { rule, recipients, message }: Notice,
  person: Person,
): TicketEffect => {
  const audience = audienceOf(attempt, recipients, person)
  const { subject, body, placeholders } = inTheirLanguage(attempt, message, person)
  return {
    key: `mail/${rule.id}/${person.id}`,
    kind: 'send_mail',
    payload: {
      recipientId: person.id,
      audience,
      rule,
      subject,
      body,
      values: valuesFor(placeholders, placeholderFacts(attempt, person.id), audience),
      automatic: !isAgentsNotice(attempt, comment, message, audience),
      carriesComment: comment !== null && (comment.public || audience === 'agent'),
    },
  }
}

/** With the desk's own words in the language of whoever reads them, and what these ask for in turn. */
const inTheirLanguage = ({ policy }: Attempt, message: Message, { locale }: Person): Message => {
  if (!message.placeholders.some((name) => name.startsWith('dc.'))) return message
  const find = (key: string): string | undefined => {
    const content = policy.dynamicContent.get(key)
    return content && contentFor(content, locale)
  }
  const [subject, body] = [withContent(message.subject, find), withContent(message.body, find)]
  const named = [placeholdersOf(subject), placeholdersOf(body)].flatMap((read) => (read.ok ? read.value : []))
  return { subject, body, placeholders: [...new Set(named)] }
}

/** What goes to the requester and CCs is what customers may read, whoever of the staff is among them. */
const audienceOf = ({ policy }: Attempt, recipients: Recipients, person: Person): Audience =>
  recipients.kind !== 'requester_and_ccs' && isStaffPerson(policy, person) ? 'agent' : 'end_user'

/** The one mail that is no automatic one: an agent's public comment on its way to a customer (`security.md` 4). */
const isAgentsNotice = (
  { acting, policy, context }: Attempt,
  comment: DecidedComment | null,
  message: Message,
  audience: Audience,
): boolean => {
  if (!comment?.public || !acting.isStaff || audience !== 'end_user') return false
  const author = findPerson(context, comment.authorId)
  return (
    author !== undefined && isStaffPerson(policy, author) && message.placeholders.some(isCommentPlaceholder)
  )
}

/** What placeholders of a rule's texts stand for. */
export const placeholderFacts = (attempt: Attempt, recipientId: Id): PlaceholderFacts => {
  const { draft, context, policy, acting, at } = attempt
  return {
    ticket: { ...draft, updatedAt: at },
    people: {
      person: (id) => findPerson(context, id),
      organization: (id) => findOrganization(context, id),
      roleKind: (person) => policy.roles.get(person.roleId)?.kind ?? 'end_user',
      groupName: (id) => findGroup(context, id)?.name,
    },
    actorId: acting.person?.id ?? null,
    recipientId,
    desk: {
      accountName: policy.settings.accountName,
      baseUrl: policy.settings.baseUrl,
      brandName: (id) => policy.brandNames.get(id),
      content: (key) => {
        const content = policy.dynamicContent.get(key)
        return content && contentFor(content, findPerson(context, recipientId)?.locale ?? null)
      },
      isOpen: () => {
        const calendar =
          policy.clocks.deskHours.find(draft.scheduleId ?? 0) ?? policy.clocks.deskHours.standard
        return calendar === null || isOpen(calendar, at)
      },
      field: (id) => {
        const field = policy.fields.get(id)
        return (
          field && {
            isVisibleToEndUsers: field.visibleInPortal,
            optionName: (value) => field.options.find((option) => option.value === value)?.name,
          }
        )
      },
    },
  }
}
