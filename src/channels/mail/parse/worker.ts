import { type MessagePort, parentPort, type TransferListItem } from 'node:worker_threads'
import { boundaryVerdict } from './boundary.ts'
import { MailOverLimit } from './limits.ts'
import { readMail } from './read-mail.ts'
import { authenticateMail, type Origin, type Resolve } from './verdict.ts'

/** What the pool sends in, and what comes back. DNS is asked through the pool: this thread has no network of its own. */
export type WorkerTask = {
  readonly kind: 'mail'
  readonly raw: Uint8Array
  readonly origin: Omit<Origin, 'from'>
  /** Not empty: the mail came from a boundary host, which has judged it. */
  readonly boundaryHosts: readonly string[]
}
export type DnsAnswer = {
  readonly kind: 'dns'
  readonly id: number
  readonly records?: string[] | string[][]
  readonly code?: string
}
export type WorkerReply =
  | { readonly kind: 'dns'; readonly id: number; readonly name: string; readonly recordType: string }
  /** The hungry part is over; what follows is waiting for DNS and verifying signatures. */
  | ({ readonly kind: 'read' } & Awaited<ReturnType<typeof work>>)
  | { readonly kind: 'over_limit'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }

const port: MessagePort | null = parentPort
const waiting = new Map<number, (answer: DnsAnswer) => void>()
let lastQuestion = 0

const askPool: Resolve = (name, recordType) =>
  new Promise((resolve, reject) => {
    lastQuestion++
    waiting.set(lastQuestion, ({ records, code }) => {
      if (records !== undefined) resolve(records)
      else reject(Object.assign(new Error(`DNS: ${code}`), { code }))
    })
    port?.postMessage({ kind: 'dns', id: lastQuestion, name, recordType } satisfies WorkerReply)
  })

const work = async ({ raw, origin, boundaryHosts }: WorkerTask) => {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const { mail, contents } = await readMail(bytes)
  const verdict =
    boundaryHosts.length > 0
      ? (boundaryVerdict(bytes, boundaryHosts) ?? 'none')
      : await authenticateMail(bytes, { ...origin, from: mail.from?.address ?? null }, askPool)
  return { mail, contents, verdict }
}

const reply = (message: WorkerReply, transfer: readonly TransferListItem[] = []): void =>
  port?.postMessage(message, transfer)

const answer = async (task: WorkerTask): Promise<void> => {
  try {
    const result = await work(task)
    const buffers = new Set(result.contents.map(({ buffer }) => buffer as ArrayBuffer))
    reply({ kind: 'read', ...result }, [...buffers])
  } catch (error) {
    const message =
      error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown failure'
    reply({ kind: error instanceof MailOverLimit ? 'over_limit' : 'failed', message })
  }
}

port?.on('message', (message: WorkerTask | DnsAnswer) => {
  if (message.kind === 'mail') {
    void answer(message)
    return
  }
  waiting.get(message.id)?.(message)
  waiting.delete(message.id)
})
