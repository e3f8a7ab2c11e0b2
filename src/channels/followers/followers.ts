import { HOUR_MS, type Instant, plusMs } from '../../kernel/index.ts'
import { accountNameOf } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Ground } from '../../platform/ground.ts'
import {
  type Projection,
  type ProjectionService,
  projectionService,
} from '../../platform/projection/index.ts'
import type { MailEffect } from '../../tickets/index.ts'
import { leaveMail, type News, newsFor, unknownKeys } from './store.ts'

/** What is older when we come to look at it is news no more. */
const FRESH_MS = 24 * HOUR_MS

const BODY = `Hello,

there is news about request number {{ticket.id}} of {{ticket.organization.name}}, which you follow. To answer, simply reply to this message.

{{ticket.public_comments_formatted}}

{{ticket.account}}`
const NEW = 'New request {{ticket.id}}'
const UPDATE = 'Update on request {{ticket.id}}'
const TITLE = '{% if ticket.title %}: {{ticket.title}}{% endif %}'

/** The mail that tells of it. What other customers write comes by an automatic one, which loop rules hold back. */
const mailOf = (news: News, account: string): MailEffect & { readonly commentId: number } => ({
  recipientId: news.user_id,
  audience: 'end_user',
  // No rule of the desk: followers asked for it. 0 is the number of none.
  rule: { kind: 'trigger', id: 0, title: 'Organization subscription' },
  subject: `${news.is_new ? NEW : UPDATE}${TITLE}`,
  body: BODY,
  values: {
    ticket: {
      id: String(news.ticket_id),
      ...(news.title === null ? {} : { title: news.title }),
      organization: { name: news.organization },
      account,
    },
  },
  automatic: !news.is_by_staff,
  carriesComment: true,
  commentId: news.comment_id,
})

/**
 * Tells customers who follow an organization of each new ticket and public comment in it, once: it follows the feed, and
 * the mails that it leaves are one transaction with its place there.
 */
export const followersService = (ground: Ground): ProjectionService =>
  projectionService(ground, telling(ground))

const telling = ({ clock, policy, wake }: Ground): Projection => ({
  name: 'channels.followers',
  version: 1,
  subjects: ['ticket'],
  project: async (tx, _subject, ids) => {
    const now = clock.now()
    const news = await fresh(tx, ids, now)
    if (news.length === 0) return
    const account = accountNameOf(await policy.current())
    for (const one of news)
      await leaveMail(tx, one, { ...mailOf(one, account), ticketId: one.ticket_id, seq: one.seq }, now)
    wake()
  },
  // Nothing is told of what was there before anybody could follow.
  idsAfter: async () => [],
})

const fresh = async (tx: Db, ids: readonly number[], now: Instant): Promise<News[]> => {
  const found = await newsFor(tx, ids, plusMs(now, -FRESH_MS))
  if (found.length === 0) return found
  const unknown = await unknownKeys(
    tx,
    found.map((one) => one.effect_key),
  )
  return found.filter((one) => unknown.has(one.effect_key))
}
