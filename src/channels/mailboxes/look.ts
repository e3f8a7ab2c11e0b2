import type { Readable } from 'node:stream'
import { type Id, type Instant, Refused } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { Intake } from '../mail/intake.ts'
import { MAX_MAIL_BYTES } from '../mail/parse/limits.ts'
import { type Folder, type Message, MessageTrouble } from './connection.ts'
import { deliveryOf } from './delivery.ts'
import type { Mailbox } from './mailbox.ts'
import {
  type MessageName,
  noteDone,
  noteFailed,
  noteKept,
  noteLook,
  type OpenMessage,
  openMessages,
  type Place,
  setPlace,
} from './store.ts'

export type LookRoom = { readonly ground: Pick<Ground, 'db' | 'clock'>; readonly intake: Intake }

/** Messages that are asked for, taken and settled together. */
const CHUNK = 50
const MAX_SETTLED = 1_000
/** So often a message that the server does not give is asked for; more often where it costs the connection. */
const MAX_REFUSALS = 3
const MAX_BREAKS = 5

/**
 * Takes what is new in a mailbox. A message is kept first, entered under its UID then, and marked on the server last:
 * whatever breaks off between, it is taken up there, and one that is kept twice is known by the intake's digest. What
 * the server does not give, or is too large, is left where it is after a few looks, and the rest goes on. Throws when
 * the server is lost, or mail cannot be stored.
 */
export const look = async (
  room: LookRoom,
  mailbox: Mailbox,
  folder: Folder,
  signal: AbortSignal,
): Promise<void> => {
  const { db, clock } = room.ground
  const place = await placeIn(room, mailbox, folder)
  const box: Box = { room, mailbox, folder, uidValidity: folder.uidValidity }
  await settleKept(box)
  const failing = await openMessages(db, nameOf(box), ['failing'], MAX_SETTLED)
  const attempts = new Map(failing.map((one) => [one.uid, one]))
  const fresh = await folder.newUids({
    after: place.last_uid,
    firstNew: place.first_new_uid,
    existing: mailbox.existing_mail,
    since: mailbox.created_at,
  })
  const chunks = chunksOf(fresh, failing, mailbox.failures > 0)
  let backlog = fresh.length + failing.length
  for (const chunk of chunks) {
    if (signal.aborted) return
    await takeAll(box, chunk, attempts, signal)
    await settleKept(box)
    backlog -= chunk.length
    await noteLook(db, mailbox, { ok: true, at: clock.now(), backlog })
  }
  if (chunks.length === 0) await noteLook(db, mailbox, { ok: true, at: clock.now(), backlog: 0 })
}

/**
 * What failed before comes last, each by itself; and after a look that broke off all do, so that a message over which
 * the server stumbles is found and the others pass it.
 */
const chunksOf = (
  fresh: readonly number[],
  failing: readonly OpenMessage[],
  isCareful: boolean,
): number[][] => {
  const size = isCareful ? 1 : CHUNK
  const chunks: number[][] = []
  for (let at = 0; at < fresh.length; at += size) chunks.push(fresh.slice(at, at + size))
  return [...chunks, ...failing.map(({ uid }) => [uid])]
}

type Box = {
  readonly room: LookRoom
  readonly mailbox: Mailbox
  readonly folder: Folder
  readonly uidValidity: number
}

const nameOf = ({ mailbox, uidValidity }: Box): Omit<MessageName, 'uid'> => ({
  mailboxId: mailbox.id,
  uidValidity,
})

/** Where to go on. A folder that numbers anew is gone through from its start: what is in store already is known. */
const placeIn = async ({ ground }: LookRoom, mailbox: Mailbox, folder: Folder): Promise<Place> => {
  if (mailbox.uid_validity === folder.uidValidity) return mailbox
  const isFirst = mailbox.uid_validity === null
  const place: Place = {
    uid_validity: folder.uidValidity,
    last_uid: isFirst && mailbox.existing_mail === 'none' ? folder.uidNext - 1 : 0,
    first_new_uid: isFirst ? folder.uidNext : null,
  }
  await setPlace(ground.db, mailbox.id, place)
  return place
}

const settleKept = async (box: Box): Promise<void> => {
  const { room, folder, mailbox } = box
  const kept = await openMessages(room.ground.db, nameOf(box), ['kept'], MAX_SETTLED)
  if (kept.length === 0) return
  const uids = kept.map(({ uid }) => uid)
  await folder.settle(uids, mailbox)
  await noteDone(room.ground.db, nameOf(box), uids)
}

const takeAll = async (
  box: Box,
  uids: readonly number[],
  attempts: ReadonlyMap<number, OpenMessage>,
  signal: AbortSignal,
): Promise<void> => {
  const messages = await box.folder.headsOf(uids).catch(async (error: unknown) => {
    const [only] = uids
    if (uids.length === 1 && only !== undefined) await noteBreak(box, only, attempts.get(only)?.attempts ?? 0)
    throw error
  })
  const there = new Set(messages.map(({ uid }) => uid))
  const gone = uids.filter((uid) => attempts.has(uid) && !there.has(uid))
  if (gone.length > 0) await noteDone(box.room.ground.db, nameOf(box), gone)
  for (const message of messages) {
    if (signal.aborted) return
    await takeOne(box, message, attempts.get(message.uid)?.attempts ?? 0)
  }
}

/** The connection broke over a message: its fault, where that happens again and again. */
const noteBreak = async (
  { room, mailbox, uidValidity }: Box,
  uid: number,
  attempts: number,
): Promise<void> => {
  const { db, clock } = room.ground
  const failure = {
    error: 'The connection broke while this message was read.',
    isFinal: attempts + 1 >= MAX_BREAKS,
  }
  await noteFailed(db, { mailboxId: mailbox.id, uidValidity, uid }, failure, clock.now())
}

const takeOne = async (box: Box, message: Message, attempts: number): Promise<void> => {
  const { db, clock } = box.room.ground
  const name = { ...nameOf(box), uid: message.uid }
  const fail = (error: string, isFinal: boolean): Promise<void> =>
    noteFailed(db, name, { error, isFinal }, clock.now())
  if (message.size > MAX_MAIL_BYTES) return fail(TOO_LARGE, true)
  let content: Readable | undefined
  try {
    content = await box.folder.read(message)
  } catch (error) {
    if (error instanceof MessageTrouble) return fail(error.message, attempts + 1 >= MAX_REFUSALS)
    await noteBreak(box, message.uid, attempts)
    throw error
  }
  if (content === undefined) return fail('The server gave no content.', attempts + 1 >= MAX_REFUSALS)
  const at = clock.now()
  const kept = await keep(box, { message, content, at, attempts })
  if (kept === 'too_large') return fail(TOO_LARGE, true)
  await noteKept(db, name, kept, at)
}

const TOO_LARGE = `The message is larger than ${MAX_MAIL_BYTES / (1024 * 1024)} MB.`

type Kept = {
  readonly message: Message
  readonly content: Readable
  readonly at: Instant
  readonly attempts: number
}

/** A large message comes in pieces while it is stored: the line may break in its middle. */
const keep = async (box: Box, { message, content, at, attempts }: Kept): Promise<Id | 'too_large'> => {
  const { room, mailbox, uidValidity } = box
  let isBroken = false
  content.on('error', () => {
    isBroken = true
  })
  try {
    return await room.intake.take(deliveryOf({ mailbox, uidValidity, message, content, at }))
  } catch (error) {
    if (isBroken && !(error instanceof Refused)) await noteBreak(box, message.uid, attempts)
    throw error
  }
}
