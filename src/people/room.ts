import type { Id } from '../kernel/index.ts'
import type { Ground } from '../platform/ground.ts'
import type { Rates } from '../platform/http/index.ts'
import type { Eraser } from '../platform/module.ts'
import type { Passwords } from './access/passwords.ts'
import type { TxtRecords } from './config/recipient-addresses/dns.ts'
import type { Viewer } from './core/index.ts'

/**
 * How many tickets a person or organization has, of those that the viewer sees. Tickets lie to the right, so they
 * come as a value.
 */
export interface TicketCounts {
  ofOrganization(viewer: Viewer, organizationId: Id): Promise<number>
  ofUser(
    viewer: Viewer,
    userId: Id,
  ): Promise<{ readonly requested: number; readonly assigned: number; readonly ccd: number }>
}

/** What the services of this domain share. */
export type Room = {
  readonly ground: Ground
  readonly rates: Rates
  readonly passwords: Passwords
  readonly ticketCounts: TicketCounts
  /** Kinds of effects that somebody to the right delivers; no others are left. */
  readonly effects: ReadonlySet<string>
  /** Whether mail to this address has come in of late. */
  readonly hasMailCome: (email: string) => Promise<boolean>
  readonly txtRecords: TxtRecords
  /** The rules whose actions name a group; told by tickets, which lie to the right. */
  readonly rulesOfGroup: (groupId: Id) => Promise<readonly string[]>
  /** Those of all rooms: what they keep of a person goes with them. */
  readonly erasers: () => readonly Eraser[]
}
