import { type Static, type TSchema, Type } from 'typebox'
import { type Id, invalidField, type JsonObject, Refused } from '../../kernel/index.ts'
import { htmlToText } from '../../platform/html/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { KINDS } from '../core/kind.ts'
import { STATUSES } from '../core/ticket.ts'
import { type Editing, editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { seenTicket } from '../support.ts'
import { IdParams } from '../wire/schemas.ts'
import { type Check, checkReply } from './check.ts'
import { REPLY_AID, type ReplyAid, readReplyAid, wantedFor, wordsOf } from './settings.ts'
import { PARTS, WORD_LISTS } from './words.ts'

const MAX_BODY = 65_536
const MAX_PHRASES = 200

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const oneOf = <T extends string>(names: readonly T[]) => Type.Union(names.map((name) => Type.Literal(name)))

const CheckInput = Type.Object({
  body: optional(Type.String()),
  html_body: optional(Type.String()),
  public: Type.Optional(Type.Boolean()),
  /** In which the ticket is sent off; its own unless said. */
  status: optional(oneOf(STATUSES)),
})
type CheckInput = Static<typeof CheckInput>

const Checked = Type.Object({
  complete: Type.Boolean(),
  missing: Type.Array(Type.String()),
  parts: Type.Array(
    Type.Object({
      part: Type.String(),
      wanted: Type.Boolean(),
      present: Type.Boolean(),
      text: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  hints: Type.Array(Type.String()),
})

const Phrases = Type.Array(Type.String({ minLength: 2, maxLength: 100 }), { maxItems: MAX_PHRASES })
const Wanted = Type.Object({
  kinds: Type.Optional(Type.Array(oneOf(KINDS), { maxItems: 20 })),
  statuses: Type.Optional(Type.Array(oneOf(STATUSES), { maxItems: 20 })),
  parts: Type.Array(oneOf(PARTS), { maxItems: PARTS.length }),
})
const AidInput = Type.Object({
  words: optional(Type.Object(Object.fromEntries(WORD_LISTS.map((name) => [name, Type.Optional(Phrases)])))),
  wanted: optional(Type.Array(Wanted, { maxItems: 50 })),
})
type AidInput = Static<typeof AidInput>
const Aid = Type.Object({
  words: Type.Record(Type.String(), Type.Array(Type.String())),
  wanted: Type.Array(
    Type.Object({
      kinds: Type.Array(Type.String()),
      statuses: Type.Array(Type.String()),
      parts: Type.Array(Type.String()),
    }),
  ),
})
const OneAid = Type.Object({ reply_aid: Aid })

const standingAid = async ({ ground }: Room): Promise<ReplyAid> =>
  readReplyAid((await ground.policy.current()).document('account_settings', 1)?.body)

const textOf = ({ body, html_body: html }: CheckInput): string => {
  if ((body ?? html ?? '').length > MAX_BODY)
    throw new Refused(
      invalidField('body', `Body: is too long (maximum is ${MAX_BODY} characters)`, 'TooLong'),
    )
  return html == null ? (body ?? '') : htmlToText(html)
}

type Checking = ApiRequest<{ id: Id }, unknown, { reply: CheckInput }>

const check = async (room: Room, request: Checking): Promise<ApiReply> => {
  const { reply } = request.body
  const ticket = await seenTicket(room, request, request.params.id)
  const aid = await standingAid(room)
  const promisedAt = ticket.nextUpdateAt
  const draft = {
    text: textOf(reply),
    isPublic: reply.public ?? true,
    isUpdatePromised: promisedAt !== null && promisedAt > room.ground.clock.now(),
  }
  const checked = checkReply(draft, wantedFor(aid, ticket, reply.status ?? ticket.status), wordsOf(aid))
  return { body: { reply_check: present(checked) } }
}

const present = ({ parts, hints }: Check) => {
  const missing = parts.filter(({ wanted, present: isThere }) => wanted && !isThere).map(({ part }) => part)
  return { complete: missing.length === 0, missing, parts, hints }
}

/** Replaces what is given; null makes it standard again. */
const changeAid = async ({ policy, edit }: Editing, input: AidInput): Promise<void> => {
  const body = policy.document('account_settings', 1)?.body ?? {}
  const standing = (body[REPLY_AID] ?? {}) as JsonObject
  const { words, wanted } = input
  const aid: JsonObject = {
    ...standing,
    ...(words === undefined ? {} : { words: foldedWords(words ?? {}) }),
    ...(wanted === undefined ? {} : { wanted }),
  }
  await edit([{ kind: 'account_settings', id: 1, body: { ...body, [REPLY_AID]: aid } }])
}

/** As they are looked for: lower case, with plain apostrophes. */
const foldedWords = (words: NonNullable<AidInput['words']>): JsonObject =>
  Object.fromEntries(
    Object.entries(words).map(([name, phrases]) => [
      name,
      (phrases as readonly string[]).map((phrase) => phrase.trim().toLowerCase().replaceAll('’', "'")),
    ]),
  )

const settingsReply = async (room: Room): Promise<ApiReply> => ({
  body: { reply_aid: { ...(await standingAid(room)) } },
})

/** Knows the parts of a good answer: which a draft has, and which the desk wants in such a case. */
export const replyAidRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/tickets/:id/reply_check',
    operation: 'CheckReply',
    summary: 'Which parts of a good answer a draft has, and which are missing',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    body: Type.Object({ reply: CheckInput }),
    response: { 200: Type.Object({ reply_check: Checked }) },
    handler: (request) => check(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/reply_aid',
    operation: 'ShowReplyAid',
    summary: 'Which parts answers are to have, and the words by which they are known',
    permission: 'tickets.read',
    scope: 'reply_aid:read',
    rate: 'read',
    audit: 'none',
    response: { 200: OneAid },
    handler: () => settingsReply(room),
  }),
  route({
    method: 'PUT',
    path: '/api/v2/reply_aid',
    operation: 'UpdateReplyAid',
    summary: 'Say which parts answers are to have, and give words of other languages',
    permission: 'policy.manage',
    scope: 'reply_aid:write',
    rate: 'write',
    audit: 'policy',
    body: Type.Object({ reply_aid: AidInput }),
    response: { 200: OneAid },
    handler: async (request) => {
      await editingPolicy(room, request, 'change reply aid', (editing) =>
        changeAid(editing, request.body.reply_aid),
      )
      return settingsReply(room)
    },
  }),
]
