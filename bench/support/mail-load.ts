import { parentPort, workerData } from 'node:worker_threads'
import nodemailer from 'nodemailer'
import { lanes } from './figures.ts'

/** The client of `bench/mail-in.ts`, in a thread of its own: sends `count` mails over `width` connections. */
export type MailLoad = {
  readonly port: number
  readonly from: number
  readonly count: number
  readonly width: number
}

const { port, from, count, width } = workerData as MailLoad
const transport = nodemailer.createTransport({
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
  pool: true,
  maxConnections: width,
  maxMessages: Number.POSITIVE_INFINITY,
})
const file = Buffer.from(Array.from({ length: 8_192 }, (_, i) => (i * 31) % 251))
const CUSTOMERS = 200

const { samples, elapsedMs } = await lanes(count, width, async (n) => {
  const id = from + n
  await transport.sendMail({
    from: `"Customer ${id % CUSTOMERS}" <c${id % CUSTOMERS}@customer.example>`,
    to: 'support@desk.example',
    subject: `The printer is on fire (${id})`,
    text: 'It started this morning, right after the update. '.repeat(8),
    html: `<p>${'It started this morning, right after the <b>update</b>. '.repeat(8)}</p>`,
    messageId: `<${id}@customer.example>`,
    attachments: [{ filename: 'log.bin', content: file }],
  })
})
transport.close()
parentPort?.postMessage({ samples, elapsedMs })
