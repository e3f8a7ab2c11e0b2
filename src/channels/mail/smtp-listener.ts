import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { Refused } from '../../kernel/index.ts'
import { freeShare, MIN_FREE_SHARE } from '../../platform/blobs/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { Service } from '../../platform/module.ts'
import { cleanLine, deskIdOf, isSupportAddress } from '../core/index.ts'
import { ownAddressesOf } from '../own-addresses.ts'
import type { Intake } from './intake.ts'
import { MAX_MAIL_BYTES } from './parse/limits.ts'

export type SmtpOptions = {
  /** For STARTTLS; without one it is not offered, rather than with a key that everybody knows. */
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly maxClients?: number
  readonly maxClientsPerPeer?: number
  readonly maxMailsPerPeerAndMinute?: number
  /** Whether the disk is too full to take mail; of the data directory's disk unless given. */
  readonly isShortOfSpace?: () => Promise<boolean>
}

export type SmtpListener = Service & { /** The port in use; after `start`. */ port(): number }

const MAX_RECIPIENTS = 100
const MAX_CLIENTS = 300
const MAX_CLIENTS_PER_PEER = 100
const MAX_MAILS_PER_PEER_AND_MINUTE = 60_000
const IDLE_MS = 120_000
const SPACE_CHECKED_FOR_MS = 5_000
const MAX_PEERS = 10_000
/** A new address of the desk takes mail after this at the latest; a flood of unknown ones asks no more often. */
const ADDRESSES_KNOWN_FOR_MS = 1_000

const reply = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })

/**
 * Takes mail by SMTP (RFC 5321) for the support addresses and nobody else. 250 means that the raw mail is committed;
 * what is our own trouble is 451, so that the sender keeps it and tries again.
 */
export const smtpListener = (
  ground: Pick<Ground, 'settings' | 'clock' | 'log' | 'policy'>,
  intake: Intake,
  options: SmtpOptions = {},
): SmtpListener => {
  const { settings, log } = ground
  const supportAddresses =
    settings.supportAddresses.length > 0 ? settings.supportAddresses : ['support@localhost']
  const hostName = deskIdOf(settings.baseUrl).replace(/:\d+$/, '')
  const peers = createPeers(options, () => ground.clock.now())
  const isShort = remembered(options.isShortOfSpace ?? (() => diskIsShort(settings.dataDir)), () =>
    ground.clock.now(),
  )
  const own = remembered(
    async () => ownAddressesOf(await ground.policy.current(), settings),
    () => ground.clock.now(),
    ADDRESSES_KNOWN_FOR_MS,
  )
  const inFlight = new Set<Promise<void>>()
  let stopping = false

  const server = new SMTPServer({
    name: hostName,
    banner: 'Mainstay',
    size: MAX_MAIL_BYTES,
    authOptional: true,
    disabledCommands: options.tls === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...options.tls,
    disableReverseLookup: true,
    maxClients: options.maxClients ?? MAX_CLIENTS,
    socketTimeout: IDLE_MS,
    closeTimeout: 5_000,
    logger: false,
    onConnect: (session, callback) => {
      if (stopping) return callback(reply(421, 'Shutting down, please try again later'))
      if (!peers.enter(session)) return callback(reply(421, 'Too many connections from your address'))
      callback()
    },
    onClose: (session) => peers.leave(session),
    onMailFrom: (_, session, callback) => {
      if (!peers.mayMail(session))
        return callback(reply(451, 'Too many mails from your address, please slow down'))
      isShort().then(
        (short) => callback(short ? reply(451, 'Not enough room for mail at the moment') : null),
        () => callback(),
      )
    },
    onRcptTo: ({ address }, session, callback) => {
      if (session.envelope.rcptTo.length >= MAX_RECIPIENTS) return callback(reply(452, 'Too many recipients'))
      if (isSupportAddress(address, supportAddresses)) return callback()
      own().then(
        ({ find }) => callback(find(address) === undefined ? reply(550, 'No such mailbox here') : null),
        () => callback(reply(451, 'Could not look the mailbox up, please try again later')),
      )
    },
    onData: (stream, session, callback) => {
      const work = takeMail(stream, session).then(
        (message) => callback(null, message),
        (error: Error) => callback(error),
      )
      inFlight.add(work)
      void work.finally(() => inFlight.delete(work))
    },
  })
  // A client that breaks off mid-way is its own affair.
  server.on('error', (error) => log.debug({ err: error }, 'an SMTP connection failed'))

  const takeMail = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> => {
    try {
      const { mailFrom, rcptTo } = session.envelope
      const taken = await intake.take({
        envelopeFrom: mailFrom === false ? '' : (mailFrom?.address ?? '').toLowerCase(),
        envelopeTo: [...new Set(rcptTo.map(({ address }) => address.toLowerCase()))],
        remoteIp: session.remoteAddress || null,
        helo: cleanLine(session.hostNameAppearsAs || '', 255) || null,
        trace: traceLine(session, hostName, new Date(ground.clock.now())),
        content: stream,
      })
      if (taken === 'too_large') throw reply(552, `Mail is larger than ${MAX_MAIL_BYTES} bytes`)
      return `Accepted as ${taken}`
    } catch (error) {
      stream.resume()
      throw asReply(error, log)
    }
  }

  return {
    name: 'smtp',
    roles: ['mail'],
    port: () => {
      const address = server.server.address()
      return address !== null && typeof address === 'object' ? address.port : 0
    },
    start: () =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject)
        server.listen(settings.smtpPort, settings.smtpHost, () => {
          server.server.removeListener('error', reject)
          resolve()
        })
      }),
    stop: async () => {
      stopping = true
      await Promise.allSettled(inFlight)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

const asReply = (error: unknown, log: Ground['log']): Error => {
  if (error instanceof Error && 'responseCode' in error) return error
  if (error instanceof Refused && error.refusal.code === 'out_of_space') {
    return reply(451, 'Not enough room for mail at the moment')
  }
  log.error({ err: error }, 'a mail could not be stored; its sender was asked to try again')
  return reply(451, 'Could not store the mail, please try again later')
}

/** RFC 5321 4.4. Values of the client's are cut to what may stand in a header. */
const traceLine = (session: SMTPServerSession, hostName: string, at: Date): string => {
  const helo = (session.hostNameAppearsAs || 'unknown').replace(/[^\w.:[\]-]/g, '').slice(0, 255)
  const date = at.toUTCString().replace('GMT', '+0000')
  return `Received: from ${helo || 'unknown'} ([${session.remoteAddress}])\r\n\tby ${hostName} with ${session.transmissionType} id ${session.id};\r\n\t${date}\r\n`
}

const diskIsShort = async (dataDir: string): Promise<boolean> =>
  (await freeShare(dataDir).catch(() => 1)) < MIN_FREE_SHARE

const remembered = <T>(
  ask: () => Promise<T>,
  nowMs: () => number,
  forMs = SPACE_CHECKED_FOR_MS,
): (() => Promise<T>) => {
  let known: { readonly answer: Promise<T>; readonly at: number } | undefined
  return () => {
    if (known === undefined || nowMs() - known.at >= forMs) {
      const answer = ask()
      known = { answer, at: nowMs() }
      answer.catch(() => {
        if (known?.answer === answer) known = undefined
      })
    }
    return known.answer
  }
}

type Peer = { connections: number; mails: number; minute: number }

/** How much one address may ask of us at a time. */
const createPeers = (options: SmtpOptions, nowMs: () => number) => {
  const peers = new Map<string, Peer>()
  const entered = new WeakSet<SMTPServerSession>()
  const peerOf = (address: string): Peer => {
    const known = peers.get(address) ?? { connections: 0, mails: 0, minute: 0 }
    peers.set(address, known)
    return known
  }
  const forgetIdle = (): void => {
    if (peers.size < MAX_PEERS) return
    for (const [address, peer] of peers) if (peer.connections === 0) peers.delete(address)
  }
  return {
    enter: (session: SMTPServerSession): boolean => {
      forgetIdle()
      const peer = peerOf(session.remoteAddress)
      if (peer.connections >= (options.maxClientsPerPeer ?? MAX_CLIENTS_PER_PEER)) return false
      peer.connections++
      entered.add(session)
      return true
    },
    leave: (session: SMTPServerSession): void => {
      if (!entered.delete(session)) return
      peerOf(session.remoteAddress).connections--
    },
    mayMail: (session: SMTPServerSession): boolean => {
      const peer = peerOf(session.remoteAddress)
      const minute = Math.floor(nowMs() / 60_000)
      if (peer.minute !== minute) Object.assign(peer, { minute, mails: 0 })
      peer.mails++
      return peer.mails <= (options.maxMailsPerPeerAndMinute ?? MAX_MAILS_PER_PEER_AND_MINUTE)
    },
  }
}
