import { err, forbidden, isId, notFound, ok, type Refusal, type Result } from '../../kernel/index.ts'
import { type Acting, actingAs, SYSTEM } from './attempt.ts'
import type { Change } from './change.ts'
import { mayCommentPublicly } from './comment.ts'
import type { Policy } from './policy.ts'
import type { TicketState } from './state.ts'
import type { SettableName, Ticket } from './ticket.ts'
import { canSeeTicket, mayTakePart } from './visible.ts'

/** Who acts; people who are gone, suspended or without a role do nothing any more. */
export const readActing = (state: TicketState, change: Change, policy: Policy): Result<Acting, Refusal> => {
  const actor = change.actor
  if (actor?.kind === 'system') return ok(SYSTEM)
  const person = isId(actor?.id) ? state.context.users[String(actor.id)] : undefined
  const role = person && policy.roles.get(person.roleId)
  if (!person || !role || !person.active || person.suspended) return err(forbidden)
  return ok(actingAs(person, role))
}

/**
 * Whether this person may make this Change. What they cannot see does not exist (`not_found`); what they see but may
 * not do is `forbidden`. Values are judged later.
 */
export const authorise = (acting: Acting, ticket: Ticket | null, change: Change): Refusal | null => {
  if (acting.isSystem) return null
  if (ticket && acting.viewer && !canSeeTicket(acting.viewer, ticket)) return notFound
  if (change.satisfaction && ticket?.requesterId !== acting.person?.id) return denied('rate this ticket')
  return acting.isStaff ? authoriseStaff(acting, ticket, change) : authoriseEndUser(acting, ticket, change)
}

const authoriseStaff = (acting: Acting, ticket: Ticket | null, change: Change): Refusal | null => {
  const { comment } = change
  if (!ticket && !may(acting, 'tickets.create')) {
    // Light agents ask for help themselves, as anyone may; their comment stays private.
    const refusal = authoriseEndUser(acting, null, change)
    if (refusal) return refusal
  }
  if (ticket && changesProperties(change) && !may(acting, 'tickets.update')) return denied('change tickets')
  if (!comment) return null
  const isPublic = comment.public === true || (comment.public === undefined && mayCommentPublicly(acting))
  if (isPublic && !mayCommentPublicly(acting)) return denied('write public comments')
  if (!isPublic && !may(acting, 'tickets.comment_private')) return denied('write private comments')
  const speaksForOther = comment.authorId !== undefined && comment.authorId !== acting.person?.id
  if (speaksForOther && !(may(acting, 'tickets.update') && mayCommentPublicly(acting)))
    return denied('write in the name of others')
  return null
}

/** End users ask and answer; on their own tickets only, and in public. */
const authoriseEndUser = (acting: Acting, ticket: Ticket | null, change: Change): Refusal | null => {
  if (!may(acting, 'requests.own')) return forbidden
  if (ticket && !acting.isStaff && acting.viewer && !mayTakePart(acting.viewer, ticket))
    return denied('write on this ticket')
  if (change.commentEdit) return denied('change comments')
  if (change.merge) return denied('merge tickets')
  if (change.split) return denied('split tickets')
  if (change.plan || change.party || change.announced) return denied('plan changes or name vendors')
  if (change.comment?.structure?.kind !== undefined) return denied('write this kind of note')
  if (change.reevaluates) return denied('reevaluate tickets')
  const self = acting.person?.id
  const { comment, requesterId, submitterId } = change
  if (!acting.isStaff && comment?.public === false) return denied('write private comments')
  const others = [comment?.authorId, requesterId, submitterId, change.set?.requesterId]
  if (!ticket && others.some((id) => id !== undefined && id !== self))
    return denied('write in the name of others')
  if (ticket && comment?.authorId !== undefined && comment.authorId !== self)
    return denied('write in the name of others')
  const refused = namesOf(change.set).find((name) => !mayEndUserSet(acting, ticket, change, name))
  if (refused) return denied(`set ${WIRE_NAMES[refused] ?? 'this'}`)
  if (hasItems(change.tags)) return denied('set tags')
  if (hasItems(change.followers)) return denied('set followers')
  const editsOthers = change.emailCcs?.set !== undefined || change.emailCcs?.remove !== undefined
  return ticket && editsOthers ? denied('take away CCs') : null
}

const mayEndUserSet = (
  acting: Acting,
  ticket: Ticket | null,
  change: Change,
  name: SettableName,
): boolean => {
  if (!ticket) return ON_CREATE.has(name)
  const isOwn = ticket.requesterId === acting.person?.id
  return name === 'status' && isOwn && change.set.status === 'solved'
}

const ON_CREATE: ReadonlySet<SettableName> = new Set([
  'subject',
  'recipient',
  'brandId',
  'formId',
  'organizationId',
  'requesterId',
])

const changesProperties = (change: Change): boolean =>
  namesOf(change.set).length > 0 ||
  change.commentEdit !== undefined ||
  change.merge !== undefined ||
  change.split !== undefined ||
  change.plan !== undefined ||
  change.party !== undefined ||
  change.announced !== undefined ||
  change.reevaluates !== undefined ||
  Object.keys(change.fields ?? {}).length > 0 ||
  hasItems(change.tags) ||
  hasItems(change.followers) ||
  hasItems(change.emailCcs)

const namesOf = (set: Change['set'] | undefined): SettableName[] =>
  (Object.keys(set ?? {}) as SettableName[]).filter((name) => set?.[name] !== undefined)

const hasItems = (list: object | undefined): boolean =>
  Object.values(list ?? {}).some((items) => items !== undefined)

const may = (acting: Acting, permission: string): boolean => acting.role?.permissions.has(permission) ?? false

const denied = (what: string): Refusal => ({ code: 'forbidden', message: `You are not allowed to ${what}.` })

/** What the wire calls a property. */
export const WIRE_NAMES: { readonly [name in SettableName]: string } = {
  subject: 'subject',
  status: 'status',
  customStatusId: 'custom_status_id',
  type: 'type',
  priority: 'priority',
  requesterId: 'requester_id',
  assigneeId: 'assignee_id',
  groupId: 'group_id',
  organizationId: 'organization_id',
  brandId: 'brand_id',
  formId: 'ticket_form_id',
  problemId: 'problem_id',
  externalId: 'external_id',
  recipient: 'recipient',
  dueAt: 'due_at',
  nextUpdateAt: 'next_update_at',
  kind: 'kind',
  resolutionCode: 'resolution_code',
}
