import type { Id } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { splitAddress } from '../core/index.ts'
import type { OwnAddresses } from '../own-addresses.ts'
import type { PeopleDoor, TicketsDoor } from './doors.ts'
import type { ParsePool } from './parse/pool.ts'
import type { Resolve } from './parse/verdict.ts'
import type { ClaimedMail } from './store.ts'

/** What working on mail stands on. */
export type MailRoom = {
  readonly ground: Pick<Ground, 'settings' | 'db' | 'clock' | 'blobs' | 'keys' | 'policy' | 'log'>
  readonly people: PeopleDoor
  readonly tickets: TicketsDoor
  readonly pool: ParsePool
  readonly resolve: Resolve
  /** Told after a transaction in which Changes were committed. */
  readonly onCommitted: () => void
}

export type Processed = { readonly state: 'done' | 'suspended' | 'duplicate'; readonly ticketId: Id | null }

/** The address of the desk that a mail came to, without a token. */
export const recipientOf = (own: OwnAddresses, { envelope_to: [first = ''] }: ClaimedMail): string =>
  own.find(first)?.email ?? splitAddress(first).base
