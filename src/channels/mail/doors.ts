import type { Id, Instant, Refusal, Result } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Change } from '../../tickets/core/index.ts'

/** What mail asks of tickets: that a Change be made, in the given transaction. */
export type TicketsDoor = {
  applyChange(
    change: Change,
    target: { readonly ticketId?: Id },
    options: { readonly tx: Db },
  ): Promise<Result<{ readonly ticket: { readonly id: Id } }, Refusal>>
}

/** What mail asks of people. */
export type PeopleDoor = {
  /** The person of an address; made as an unverified end user when nobody has it. Throws `Refused`. */
  findOrCreateByEmail(tx: Db, stranger: Stranger): Promise<Id>
  /** What became known of an address by a report, or by a mail that came from it. */
  noteDelivery(
    tx: Db,
    news: {
      readonly userId: Id
      readonly email: string
      readonly news: 'gone' | 'failed' | 'reached'
      readonly at: Instant
    },
  ): Promise<void>
}

export type Stranger = {
  readonly email: string
  readonly name?: string | null | undefined
  /** Always false: a mail, however authentic, has not shown that somebody holds the address (`security.md` 3). */
  readonly verified: false
  readonly via: 'mail'
}

export const strangerOf = (email: string, name: string): Stranger => ({
  email,
  name: name || undefined,
  verified: false,
  via: 'mail',
})
