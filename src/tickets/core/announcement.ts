import type { Id } from '../../kernel/index.ts'
import { type Change, type NewComment, noChange } from './change.ts'
import type { Announced, Announcement } from './event.ts'
import type { Ticket, Via } from './ticket.ts'

export const ANNOUNCED_OF = ['plan', 'completion'] as const

type What = Pick<Announcement, 'about' | 'version'>

/** Who has been told of this version already. */
export const toldOf = (announced: readonly Announced[], what: What): ReadonlySet<Id> =>
  new Set(
    announced
      .filter(({ about, version }) => about === what.about && version === what.version)
      .flatMap(({ told }) => told.map(({ userId }) => userId)),
  )

/** The ticket by which somebody was last told of the change. */
export const ticketOf = (announced: readonly Announced[], userId: Id): Id | undefined =>
  announced.flatMap(({ told }) => told).findLast((one) => one.userId === userId)?.ticketId

/** What is to be said, and by whom. */
export type Notice = {
  readonly about: Announcement['about']
  readonly actorId: Id
  readonly channel: string
  readonly system: Change['metadata']['system']
  readonly subject: string
  readonly text: string
  readonly html: string
}

const NOTICE_TAG = 'change_notice'

const common = (change: Ticket, notice: Notice) => {
  const source = { from: { ticket_id: change.id }, to: {}, rel: 'change_notice' }
  const via: Via = { channel: notice.channel, source }
  return {
    ...noChange,
    actor: { kind: 'user', id: notice.actorId },
    via,
    metadata: { system: notice.system, custom: {} },
  } as const
}

const said = ({ text, html }: Notice, isPublic = true): NewComment => ({
  text,
  html,
  public: isPublic,
  attachments: [],
})

/** A ticket of somebody's own, by which they are told of a change; answers go to whoever has the change. */
export const noticeTicket = (
  change: Ticket,
  notice: Notice,
  requesterId: Id,
  comment?: NewComment,
): Change => ({
  ...common(change, notice),
  kind: 'create',
  requesterId,
  set: {
    subject: notice.subject,
    brandId: change.brandId,
    groupId: change.groupId,
    assigneeId: change.assigneeId,
    status: 'pending',
  },
  tags: { set: [NOTICE_TAG] },
  comment: comment ?? said(notice),
})

/** News of a change on the ticket by which somebody knows of it; with its completion that ticket is done as well. */
export const noticeUpdate = (change: Ticket, notice: Notice): Change => ({
  ...common(change, notice),
  kind: 'update',
  set: notice.about === 'completion' && change.assigneeId !== null ? { status: 'solved' } : {},
  comment: said(notice),
})

/** The change itself tells who was told. */
export const announcing = (change: Ticket, notice: Notice, announced: Announcement): Change => ({
  ...common(change, notice),
  via: { channel: notice.channel, source: { from: {}, to: {}, rel: null } },
  kind: 'update',
  announced,
})
