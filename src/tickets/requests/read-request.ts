import { type Static, Type } from 'typebox'
import { orRefuse } from '../../kernel/index.ts'
import { readTicket, type TicketWish } from '../wire/read-ticket.ts'
import { TicketInput } from '../wire/ticket-input.ts'

const READ = [
  'subject',
  'description',
  'custom_fields',
  'fields',
  'organization_id',
  'recipient',
  'ticket_form_id',
  'collaborators',
  'email_ccs',
  'additional_collaborators',
  'via_followup_source_id',
] as const

/** What a request may be written with; of the comment its texts and uploads alone. Any other key is ignored. */
export const RequestInput = Type.Object({
  ...Type.Pick(TicketInput, [...READ, 'comment']).properties,
  solved: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type RequestInput = Static<typeof RequestInput>

/** Who asks for help does not choose whose word it is, nor whether others may read it. */
const wordsOf = ({ comment }: RequestInput): NonNullable<TicketInput['comment']> | null => {
  if (comment == null) return null
  const { author_id: _author, public: _public, ...words } = comment
  return words
}

/** Reads a new request. Throws `Refused`, by field. */
export const readNewRequest = (input: RequestInput): TicketWish => {
  const given = Object.fromEntries(
    READ.flatMap((key) => (input[key] === undefined ? [] : [[key, input[key]]])),
  )
  return orRefuse(readTicket({ ...given, ...(input.comment == null ? {} : { comment: wordsOf(input) }) }))
}

/** Reads what is added to a request: a comment, people in copy, that it is solved. */
export const readRequestUpdate = (input: RequestInput): TicketWish =>
  orRefuse(
    readTicket({
      comment: wordsOf(input),
      additional_collaborators: input.additional_collaborators ?? null,
      ...(input.solved === true ? { status: 'solved' } : {}),
    }),
  )
