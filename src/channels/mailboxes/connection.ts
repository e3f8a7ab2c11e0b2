import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { ImapFlow, type SearchObject } from 'imapflow'
import type { Instant } from '../../kernel/index.ts'
import type { ResolvedAddress } from '../../platform/egress/index.ts'
import { cleanLine } from '../core/index.ts'
import { MAX_MAIL_BYTES } from '../mail/parse/limits.ts'
import type { Mailbox, MailboxSettings } from './mailbox.ts'

/** Trouble with the server, in one sentence for whoever looks after the mailbox. */
export class MailboxTrouble extends Error {
  /** What the person who set the mailbox up would have to mend; null where it may pass by itself. */
  readonly field: 'host' | 'port' | 'security' | 'username' | 'folder' | 'move_to' | null
  constructor(message: string, field: MailboxTrouble['field'] = null, cause?: unknown) {
    super(message, { cause })
    this.name = 'MailboxTrouble'
    this.field = field
  }
}

/** The server gave us this one message not, and is well otherwise. */
export class MessageTrouble extends Error {}

/** `head`: the lines of the header that say where it came from and went to. */
export type Message = { readonly uid: number; readonly size: number; readonly head: string }

/** An open folder on a mail server. Everything in it is named by UID (RFC 3501). */
export type Folder = {
  readonly uidValidity: number
  readonly uidNext: number
  /** How many messages it holds. */
  readonly exists: number
  /** UIDs above `after`, ascending; of those below `firstNew` only what `existing` says. */
  newUids(ask: Sought): Promise<number[]>
  /** Those of them that are still there. */
  headsOf(uids: readonly number[]): Promise<Message[]>
  /** The bytes of a message; undefined when it is gone. Throws `MessageTrouble`. */
  read(message: Message): Promise<Readable | undefined>
  /** Does to kept messages what the mailbox says; those that are gone count as done. */
  settle(uids: readonly number[], after: Pick<Mailbox, 'after' | 'move_to'>): Promise<void>
  /** Until the server tells of new mail, the time is over, or the signal comes. Throws when the line is lost. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export type Sought = {
  readonly after: number
  readonly firstNew: number | null
  readonly existing: Mailbox['existing_mail']
  /** Messages that came before it count as there already, whatever their UID. */
  readonly since: Instant
}

export type Login = Pick<MailboxSettings, 'host' | 'port' | 'security' | 'username' | 'folder'> & {
  readonly password: string
}

export type ConnectOptions = {
  /** Certificates of authorities to believe besides the usual ones. */
  readonly ca?: string
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 15_000
/** Of silence where the server owes us an answer. */
const SILENCE_MS = 60_000
/** Larger messages come in pieces, so that none lies in memory as a whole. */
const PIECE_BYTES = 1024 * 1024

/** Opens the folder of a mailbox at one of the checked addresses. Throws `MailboxTrouble`. */
export const openFolder = async (
  login: Login,
  addresses: readonly ResolvedAddress[],
  options: ConnectOptions = {},
): Promise<Folder> => {
  let trouble: unknown = new MailboxTrouble('The name of the server has no address.', 'host')
  for (const { address } of addresses.slice(0, 3)) {
    const client = clientFor(login, address, options)
    // What breaks the line later is told by the command that runs into it.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await folderOf(client, login.folder)
    } catch (error) {
      client.close()
      trouble = readTrouble(error, login)
      if (trouble instanceof MailboxTrouble && trouble.field !== 'host') break
    }
  }
  throw trouble
}

const clientFor = (login: Login, address: string, { ca, timeoutMs = TIMEOUT_MS }: ConnectOptions): ImapFlow =>
  new ImapFlow({
    host: address,
    port: login.port,
    secure: login.security === 'tls',
    ...(login.security === 'tls' ? {} : { doSTARTTLS: login.security === 'starttls' }),
    // The certificate is held against the name that was asked for, not the address that it led to.
    ...(isIP(login.host) === 0 ? { servername: login.host } : {}),
    tls: ca === undefined ? {} : { ca },
    auth: { user: login.username, pass: login.password },
    clientInfo: { name: 'Mainstay' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: SILENCE_MS,
    maxLineLength: 1024 * 1024,
    maxLiteralSize: MAX_MAIL_BYTES + 1024 * 1024,
    maxResponseSize: MAX_MAIL_BYTES + 8 * 1024 * 1024,
  })

const folderOf = async (client: ImapFlow, path: string): Promise<Folder> => {
  const opened = await client.mailboxOpen(path).catch((error: unknown) => {
    throw isAnswer(error)
      ? new MailboxTrouble(`The folder ${path} cannot be opened: ${said(error)}`, 'folder', error)
      : error
  })
  return {
    uidValidity: Number(opened.uidValidity),
    uidNext: opened.uidNext,
    exists: opened.exists,
    newUids: (ask) => newUids(client, ask),
    headsOf: (uids) => headsOf(client, uids),
    read: (message) => read(client, message),
    settle: (uids, after) => settle(client, uids, after),
    wait: (ms, signal) => wait(client, ms, signal),
    close: async () => {
      const timer = setTimeout(() => client.close(), 2_000)
      await client.logout().catch(() => undefined)
      clearTimeout(timer)
      client.close()
    },
  }
}

const newUids = async (client: ImapFlow, sought: Sought): Promise<number[]> => {
  const range = `${sought.after + 1}:*`
  const query: SearchObject = { uid: range, deleted: false, ...unlessOld(sought) }
  const found = await client.search(query, { uid: true })
  if (found === false || found === undefined) throw refusal(client, 'Messages cannot be searched for.')
  // `n:*` names the last message where none has so high a UID.
  return [...new Set(found)].filter((uid) => uid > sought.after).toSorted((a, b) => a - b)
}

/** Leaves out what lay there already when the mailbox was set up, as far as it was not wanted. */
const unlessOld = ({ after, firstNew, existing, since }: Sought): SearchObject => {
  const unread = { seen: false }
  if (existing === 'all') return {}
  if (firstNew === null) {
    const recent = { since: new Date(since) }
    return existing === 'none' ? recent : { or: [recent, unread] }
  }
  return existing === 'unseen' && firstNew > after + 1 ? { or: [{ uid: `${firstNew}:*` }, unread] } : {}
}

const HEADS = [
  'return-path',
  'from',
  'delivered-to',
  'x-delivered-to',
  'x-original-to',
  'envelope-to',
  'to',
  'cc',
]

const headsOf = async (client: ImapFlow, uids: readonly number[]): Promise<Message[]> => {
  if (uids.length === 0) return []
  const wanted = { uid: true, size: true, headers: HEADS }
  const found = await client.fetchAll(uids.join(','), wanted, { uid: true })
  return found
    .map(({ uid, size, headers }) => ({ uid, size: size ?? 0, head: headers?.toString('latin1') ?? '' }))
    .toSorted((a, b) => a.uid - b.uid)
}

const read = async (client: ImapFlow, { uid, size }: Message): Promise<Readable | undefined> => {
  try {
    if (size > PIECE_BYTES) {
      const { content } = await client.download(String(uid), undefined, { uid: true, chunkSize: PIECE_BYTES })
      return content
    }
    const message = await client.fetchOne(String(uid), { source: true }, { uid: true })
    return message && message.source !== undefined ? Readable.from([message.source]) : undefined
  } catch (error) {
    if (isAnswer(error)) throw new MessageTrouble(said(error), { cause: error })
    throw error
  }
}

const settle = async (
  client: ImapFlow,
  uids: readonly number[],
  { after, move_to }: Pick<Mailbox, 'after' | 'move_to'>,
): Promise<void> => {
  const range = uids.join(',')
  if (after === 'move') return move(client, range, move_to ?? 'Processed')
  const settled =
    after === 'flag'
      ? await client.messageFlagsAdd(range, ['\\Seen'], { uid: true })
      : await client.messageDelete(range, { uid: true })
  if (!settled)
    throw refusal(client, `Messages that were taken cannot be ${after === 'flag' ? 'marked' : 'deleted'}.`)
}

const move = async (client: ImapFlow, range: string, folder: string): Promise<void> => {
  const moved = await client.messageMove(range, folder, { uid: true })
  if (moved) return
  await client.mailboxCreate(folder).catch((error: unknown) => {
    if (!isAnswer(error)) throw error
  })
  if (await client.messageMove(range, folder, { uid: true })) return
  throw refusal(client, `Messages cannot be moved to the folder ${folder}.`)
}

/** A command that came to nothing: because the server said no, or because the line is gone. */
const refusal = (client: ImapFlow, message: string): MailboxTrouble =>
  new MailboxTrouble(client.usable ? message : 'The server ended the connection.')

const wait = async (client: ImapFlow, ms: number, signal: AbortSignal): Promise<void> => {
  const told = Promise.withResolvers<void>()
  const lost = (): void => told.reject(new MailboxTrouble('The server ended the connection.'))
  const timer = setTimeout(told.resolve, ms)
  signal.addEventListener('abort', () => told.resolve())
  client.on('exists', told.resolve)
  client.on('close', lost)
  try {
    if (!client.usable) lost()
    if (!signal.aborted) void client.idle().catch(() => undefined)
    else told.resolve()
    await told.promise
  } finally {
    clearTimeout(timer)
    client.off('exists', told.resolve)
    client.off('close', lost)
  }
}

/** Whether the server answered, and said no. */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error &&
  ['NO', 'BAD'].includes(String((error as { responseStatus?: unknown }).responseStatus))

const MAX_SAID = 200

/** What the server said, as a line that may be shown. */
const said = (error: unknown): string => {
  const { responseText, message } = error as { responseText?: unknown; message?: unknown }
  return cleanLine(String(responseText ?? message ?? 'no reason given'), MAX_SAID)
}

/** Puts into words what went wrong with the server; none of them holds the password. */
export const readTrouble = (error: unknown, { host, port }: Pick<Login, 'host' | 'port'>): Error => {
  if (error instanceof MailboxTrouble || error instanceof MessageTrouble) return error
  const { code, authenticationFailed, tlsFailed } = error as {
    code?: string
    authenticationFailed?: boolean
    tlsFailed?: boolean
  }
  if (authenticationFailed) {
    return new MailboxTrouble(`The server refused user name and password: ${said(error)}`, 'username', error)
  }
  if (tlsFailed || (code !== undefined && TLS_CODE.test(code))) {
    return new MailboxTrouble(
      `The server could not prove who it is by TLS: ${said(error)}`,
      'security',
      error,
    )
  }
  if (code !== undefined && NETWORK_CODE.test(code)) {
    return new MailboxTrouble(`${host}:${port} cannot be reached (${code}).`, 'host', error)
  }
  return new MailboxTrouble(`The server does not answer as a mail server does: ${said(error)}`, null, error)
}

const TLS_CODE = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|EPROTO/
const NETWORK_CODE =
  /^(E(CONN|HOST|NET|TIMEDOUT|PIPE|ADDR|ALREADY)|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT|NoConnection|ETIMEOUT)/
