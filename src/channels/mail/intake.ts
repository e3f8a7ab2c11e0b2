import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Readable as ReadableStream } from 'node:stream'
import type { Id } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { MAX_MAIL_BYTES } from './parse/limits.ts'
import { insertMails, type NewMail } from './store.ts'

/** Up to this size the raw bytes lie in the row; larger ones in the blob store. */
const INLINE_BYTES = 256 * 1024
const MAX_BATCH = 100
const MAX_BATCH_BYTES = 8 * 1024 * 1024

export type Delivery = {
  readonly envelopeFrom: string
  readonly envelopeTo: readonly string[]
  readonly remoteIp: string | null
  readonly helo: string | null
  /** The mailbox that it was fetched from; none where it was delivered. */
  readonly mailboxId?: Id
  /** Put on top of the mail: our `Received` line. */
  readonly trace: string
  readonly content: Readable
}

export type Intake = {
  /** Stores a mail; when it returns an id, the mail is durable. `too_large` keeps nothing. */
  take(delivery: Delivery): Promise<Id | 'too_large'>
}

/** `onStored` is told after each batch, so that a worker of this process looks at once. */
export const createIntake = (
  ground: Pick<Ground, 'db' | 'blobs' | 'clock'>,
  onStored: () => void = () => {},
): Intake => {
  const insert = batched(ground, onStored)
  return {
    take: async (delivery) => {
      const trace = Buffer.from(delivery.trace, 'utf8')
      const reader = delivery.content[Symbol.asyncIterator]() as AsyncIterator<Buffer>
      const start = await readUpTo(reader, INLINE_BYTES - trace.length)
      const digest = createDigest(start.bytes)
      const stored = start.ended
        ? { raw: Buffer.concat([trace, start.bytes]), blob: null, size: trace.length + start.bytes.length }
        : await storeBlob(ground, trace, start.bytes, reader, digest)
      if (stored === 'too_large') return stored
      const sums = digest.end(delivery.envelopeTo)
      return insert({
        receivedAt: ground.clock.now(),
        envelopeFrom: delivery.envelopeFrom,
        envelopeTo: delivery.envelopeTo,
        remoteIp: delivery.remoteIp,
        helo: delivery.helo,
        mailboxId: delivery.mailboxId ?? null,
        ...stored,
        ...sums,
      })
    },
  }
}

const readUpTo = async (
  reader: AsyncIterator<Buffer>,
  bytes: number,
): Promise<{ readonly bytes: Buffer; readonly ended: boolean }> => {
  const chunks: Buffer[] = []
  let size = 0
  while (size <= bytes) {
    const next = await reader.next()
    if (next.done) return { bytes: Buffer.concat(chunks), ended: true }
    chunks.push(next.value)
    size += next.value.length
  }
  return { bytes: Buffer.concat(chunks), ended: false }
}

type Stored = Pick<NewMail, 'raw' | 'blob' | 'size'>

/** Sends what was read and what still comes into the blob store. Over the limit the rest is read and thrown away. */
const storeBlob = async (
  { blobs }: Pick<Ground, 'blobs'>,
  trace: Buffer,
  start: Buffer,
  reader: AsyncIterator<Buffer>,
  digest: Digest,
): Promise<Stored | 'too_large'> => {
  let size = start.length
  const source = async function* () {
    yield trace
    yield start
    for (let next = await reader.next(); !next.done; next = await reader.next()) {
      size += next.value.length
      if (size > MAX_MAIL_BYTES) continue
      digest.add(next.value)
      yield next.value
    }
  }
  const blob = await blobs.put(ReadableStream.from(source()), MAX_MAIL_BYTES + trace.length)
  if (size <= MAX_MAIL_BYTES) return { raw: null, blob: blob.name, size: blob.size }
  await blobs.remove(blob.name)
  return 'too_large'
}

type Digest = {
  add(bytes: Buffer): void
  end(envelopeTo: readonly string[]): Pick<NewMail, 'sha256' | 'messageId' | 'dedupe'>
}

/**
 * What tells a mail delivered again from a new one: Message-ID, body and recipients; lines that servers on the way
 * add to the header do not count. Without a Message-ID the header counts too.
 */
const createDigest = (start: Buffer): Digest => {
  const bodyAt = bodyStart(start)
  const messageId = readMessageIdLine(start.subarray(0, bodyAt))
  const whole = createHash('sha256').update(start)
  const body = createHash('sha256').update(start.subarray(bodyAt))
  return {
    add: (bytes) => {
      whole.update(bytes)
      body.update(bytes)
    },
    end: (envelopeTo) => {
      const sha256 = whole.digest()
      const dedupe = createHash('sha256')
        .update(JSON.stringify([messageId, [...envelopeTo].sort()]))
        .update(messageId === null ? sha256 : body.digest())
        .digest()
      return { sha256, messageId, dedupe }
    },
  }
}

const bodyStart = (bytes: Buffer): number => {
  const crlf = bytes.indexOf('\r\n\r\n')
  const lf = bytes.indexOf('\n\n')
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return crlf + 4
  return lf >= 0 ? lf + 2 : bytes.length
}

const readMessageIdLine = (header: Buffer): string | null =>
  /^Message-ID[ \t]*:\s{0,100}(<[^<>\s]{1,500}>)/im.exec(header.toString('latin1', 0, INLINE_BYTES))?.[1] ??
  null

/** While one statement is on its way, the mails that come meanwhile gather for the next. */
const batched = ({ db }: Pick<Ground, 'db'>, onStored: () => void): ((mail: NewMail) => Promise<Id>) => {
  type Waiting = { mail: NewMail; resolve: (id: Id) => void; reject: (error: unknown) => void }
  const queue: Waiting[] = []
  let running = 0

  const takeBatch = (): Waiting[] => {
    let bytes = 0
    let count = 0
    while (count < queue.length && count < MAX_BATCH && bytes < MAX_BATCH_BYTES) {
      bytes += queue[count]?.mail.raw?.length ?? 0
      count++
    }
    return queue.splice(0, count)
  }
  const flush = async (): Promise<void> => {
    running++
    const batch = takeBatch()
    try {
      const ids = await insertMails(
        db,
        batch.map(({ mail }) => mail),
      )
      batch.forEach(({ resolve }, at) => {
        resolve(ids[at] as Id)
      })
      onStored()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      running--
      if (queue.length > 0) void flush()
    }
  }
  return (mail) =>
    new Promise((resolve, reject) => {
      queue.push({ mail, resolve, reject })
      if (running < MAX_WRITERS) void flush()
    })
}

/** Two statements overlap: while one waits for the disk, the other's bytes travel. */
const MAX_WRITERS = 2
