import { Type } from 'typebox'
import {
  err,
  type FieldError,
  type Instant,
  invalid,
  ok,
  parseIso,
  type Refusal,
  type Result,
} from '../../kernel/index.ts'
import { type CommentWish, readComment } from '../wire/read-comment.ts'
import { readTicket, type TicketWish } from '../wire/read-ticket.ts'
import { CommentInput, TicketInput } from '../wire/ticket-input.ts'

const Time = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const MAX_COMMENTS = 1000

/** A ticket with its past: what any ticket may be written with, all of its comments, and when it all happened. */
export const ImportInput = Type.Intersect([
  TicketInput,
  Type.Object({
    comments: Type.Optional(
      Type.Union([
        Type.Array(Type.Intersect([CommentInput, Type.Object({ created_at: Time })]), {
          maxItems: MAX_COMMENTS,
        }),
        Type.Null(),
      ]),
    ),
    created_at: Time,
    updated_at: Time,
    solved_at: Time,
  }),
])
export type ImportInput = TicketInput & {
  readonly comments?: readonly (CommentInput & { readonly created_at?: string | null })[] | null
  readonly created_at?: string | null
  readonly updated_at?: string | null
  readonly solved_at?: string | null
}

/** An import read from the wire; people and uploads are not looked up yet. */
export type ImportWish = {
  /** The first comment with it. */
  readonly ticket: TicketWish
  readonly later: readonly { readonly comment: CommentWish; readonly at: Instant }[]
  readonly createdAt: Instant
  readonly updatedAt: Instant | undefined
  readonly solvedAt: Instant | undefined
}

/** Reads an import, and says everything that is wrong with it at once. What says no time happened when it was imported. */
export const readImport = (input: ImportInput, now: Instant): Result<ImportWish, Refusal> => {
  const errors: FieldError[] = []
  const fail = (field: string, description: string, error: FieldError['error'] = 'InvalidValue') => {
    errors.push({ field, error, description })
    return undefined
  }
  const time = (field: string, value: string | null | undefined): Instant | undefined => {
    if (value == null || value === '') return undefined
    const at = parseIso(value)
    if (at === undefined) return fail(field, `${field}: is not an ISO 8601 time`, 'InvalidFormat')
    return at > now ? fail(field, `${field}: lies in the future`) : at
  }
  const comments = (input.comments ?? []).flatMap(({ created_at: at, ...one }) => {
    const comment = readComment(one, fail)
    return comment === undefined ? [] : [{ one, comment, at: time('comments', at) }]
  })
  const [first, ...others] = comments
  const createdAt = time('created_at', input.created_at) ?? first?.at ?? now
  const ticket = readTicket(first === undefined ? input : { ...input, comment: first.one })
  if (!ticket.ok) errors.push(...(ticket.error.details ?? []))
  const wish = {
    later: inOrder(others, createdAt),
    createdAt,
    updatedAt: time('updated_at', input.updated_at),
    solvedAt: time('solved_at', input.solved_at),
  }
  return ticket.ok && errors.length === 0 ? ok({ ...wish, ticket: ticket.value }) : err(invalid(...errors))
}

type Told = { readonly comment: CommentWish; readonly at: Instant | undefined }

/** By their times, none before the ticket; what says no time comes with the one before it. */
const inOrder = (comments: readonly Told[], createdAt: Instant): ImportWish['later'] => {
  let last = createdAt
  const timed = comments.map(({ comment, at }) => {
    last = at ?? last
    return { comment, at: last < createdAt ? createdAt : last }
  })
  return timed.sort((a, b) => a.at - b.at)
}
