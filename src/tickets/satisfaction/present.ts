import { type TSchema, Type } from 'typebox'
import { type Id, type Instant, toIso } from '../../kernel/index.ts'
import { reasonValue, SATISFACTION_REASONS } from '../core/satisfaction.ts'
import type { RatingRow } from './store.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Time = Type.String({ format: 'date-time' })
const NullableId = nullable(Type.Integer())
const NullableText = nullable(Type.String())

export const Rating = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    ticket_id: Type.Integer(),
    requester_id: Type.Integer(),
    assignee_id: NullableId,
    group_id: NullableId,
    score: Type.String(),
    comment: NullableText,
    reason: NullableText,
    reason_id: NullableId,
    reason_code: NullableId,
    created_at: Time,
    updated_at: Time,
  },
  { title: 'SatisfactionRating' },
)

/** The satisfaction rating of zendesk-api.md 2.12. */
export const presentRating =
  (origin: string) =>
  ({ ticket_id: id, requester_id: requesterId, satisfaction }: RatingRow) => ({
    id,
    url: `${origin}/api/v2/satisfaction_ratings/${id}.json`,
    ticket_id: id,
    requester_id: requesterId,
    assignee_id: satisfaction.assigneeId,
    group_id: satisfaction.groupId,
    score: satisfaction.score,
    comment: satisfaction.comment,
    reason: reasonValue(satisfaction.reasonId),
    reason_id: satisfaction.reasonId,
    reason_code: SATISFACTION_REASONS.find(({ id: one }) => one === satisfaction.reasonId)?.code ?? null,
    created_at: toIso(satisfaction.createdAt),
    updated_at: toIso(satisfaction.updatedAt),
  })

export const Reason = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  reason_code: Type.Integer(),
  value: Type.String(),
  raw_value: Type.String(),
  created_at: Time,
  updated_at: Time,
  deleted_at: Type.Null(),
})

/** Reasons come with the program: their times are those of the desk. */
export const presentReason =
  (origin: string, since: Instant) =>
  ({ id, code, value }: { readonly id: Id; readonly code: number; readonly value: string }) => ({
    id,
    url: `${origin}/api/v2/satisfaction_reasons/${id}.json`,
    reason_code: code,
    value,
    raw_value: value,
    created_at: toIso(since),
    updated_at: toIso(since),
    deleted_at: null,
  })
