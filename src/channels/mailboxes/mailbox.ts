import type { Id, Instant } from '../../kernel/index.ts'

export const SECURITIES = ['tls', 'starttls', 'none'] as const
/** What is done on the server to a message that was kept: marked as read, moved to `move_to`, or deleted. */
export const AFTERS = ['flag', 'move', 'delete'] as const
/** Which of the messages that lie there already when the mailbox is set up are taken. */
export const EXISTING = ['unseen', 'all', 'none'] as const

/** How a mailbox is reached and what is done in it. */
export type MailboxSettings = {
  readonly name: string
  /** The support address whose mail lies there. */
  readonly address: string
  readonly host: string
  readonly port: number
  readonly security: (typeof SECURITIES)[number]
  readonly username: string
  readonly folder: string
  readonly poll_seconds: number
  /** Whether to be told of new mail by the server (RFC 2177) between the polls. */
  readonly idle: boolean
  readonly after: (typeof AFTERS)[number]
  readonly move_to: string | null
  readonly existing_mail: (typeof EXISTING)[number]
  /** Its `Authentication-Results` on top of a mail are believed (RFC 8601); null: Mainstay checks signatures itself. */
  readonly authentication_host: string | null
  readonly active: boolean
}

/** A mailbox as its row has it. */
export type Mailbox = MailboxSettings & {
  readonly id: Id
  /** Sealed under the purpose `mailbox`. */
  readonly password: Buffer
  readonly revision: number
  readonly created_at: Instant
  readonly updated_at: Instant
  readonly due_at: Instant
  readonly checked_at: Instant | null
  readonly succeeded_at: Instant | null
  readonly failures: number
  readonly error: string | null
  readonly uid_validity: number | null
  readonly last_uid: number
  readonly first_new_uid: number | null
  /** Messages that waited when it was looked at last. */
  readonly backlog: number
}

/** Seconds between two looks, also where the server tells of new mail by itself. */
export const POLL_SECONDS = { min: 10, max: 86_400, standard: 60 } as const

export const STANDARD_PORTS = { tls: 993, starttls: 143, none: 143 } as const
