import { Type } from 'typebox'
import { listSchema } from '../../platform/paging/index.ts'
import { sideloadedBesideTickets } from '../wire/schemas.ts'

/** A ticket, user, organization or group with all its keys, and what it is. */
const Result = Type.Object(
  {
    id: Type.Integer(),
    result_type: Type.String({ description: 'ticket, user, organization or group' }),
    highlights: Type.Optional(
      Type.Object(
        { subject: Type.Optional(Type.String()), comment: Type.Optional(Type.String()) },
        { description: 'Ours, where asked for: HTML in which what was found stands in <em>' },
      ),
    ),
  },
  { additionalProperties: true },
)

export const SearchReply = listSchema({
  results: Type.Array(Result),
  facets: Type.Null(),
  count_is_estimate: Type.Optional(
    Type.Boolean({ description: 'Ours: more were found than it pays to count' }),
  ),
  ...sideloadedBesideTickets,
})

export const CountReply = Type.Object({ count: Type.Integer() })

const Named = Type.Object({ id: Type.Integer(), name: Type.String() }, { additionalProperties: true })

export const TypeaheadReply = Type.Object({
  users: Type.Array(Named),
  organizations: Type.Array(Named),
  tickets: Type.Array(
    Type.Object({
      id: Type.Integer(),
      url: Type.String(),
      subject: Type.Union([Type.String(), Type.Null()]),
      status: Type.String(),
    }),
  ),
  tags: Type.Array(Type.String()),
})
