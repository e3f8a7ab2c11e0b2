import { type TSchema, Type } from 'typebox'
import { type Id, type Instant, isId, parseId, toIso } from '../kernel/index.ts'

/** Parts of schemas and bodies that all nouns of this domain share. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Time = Type.String({ format: 'date-time' })
export const IdParams = Type.Object({ id: Type.Integer() })
export const Tags = Type.Array(Type.String())
/** Values of custom fields by key; the desk's policy says which keys there are. */
export const Fields = Type.Record(
  Type.String(),
  Type.Union([Type.Boolean(), Type.Number(), Type.Array(Type.String()), Type.String(), Type.Null()]),
)
export const CountReply = Type.Object({
  count: Type.Object({ value: Type.Integer(), refreshed_at: Type.String() }),
})

const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))
export const textIn = optional(Type.String())
export const flagIn = optional(Type.Boolean())
/** Ids come as numbers and, from some clients, as text. */
export const idIn = optional(Type.Union([Type.Integer(), Type.String()]))
export const tagsIn = optional(Type.Union([Type.Array(Type.String()), Type.String()]))
export const fieldsIn = optional(Type.Record(Type.String(), Type.Unknown()))

export const time = (at: Instant): string => toIso(at)
export const timeOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at))

/** The wire's counts say the offset in digits (zendesk-api.md 1.1). */
export const countReply = (
  value: number,
  at: Instant,
): { count: { value: number; refreshed_at: string } } => ({
  count: { value, refreshed_at: toIso(at).replace('Z', '+00:00') },
})

/** Reads an id of a body: `undefined` not given, `null` taken away, 0 for what names nothing. */
export const readId = (value: number | string | null | undefined): Id | null | undefined => {
  if (value === undefined || value === null) return value
  if (value === '') return null
  return (typeof value === 'number' ? (isId(value) ? value : undefined) : parseId(value)) ?? 0
}
