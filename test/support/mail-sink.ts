import { SMTPServer } from 'smtp-server'
import { freePort } from './desk.ts'

export type SunkMail = {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
  /** A header's value, unfolded; the first of that name. */
  readonly header: (name: string) => string | undefined
}

export type MailSink = {
  readonly url: string
  readonly mails: SunkMail[]
  /** Waits until a mail answers the description. */
  readonly find: (matches: (mail: SunkMail) => boolean, timeoutMs?: number) => Promise<SunkMail>
  readonly close: () => Promise<void>
}

/** A relay that takes every mail and keeps it; on any free port unless told. */
export const startMailSink = async (atPort?: number): Promise<MailSink> => {
  const mails: SunkMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = session.envelope.mailFrom
        mails.push(
          sunkMail(
            from === false ? '' : from.address,
            session.envelope.rcptTo.map((to) => to.address),
            Buffer.concat(chunks).toString('utf8'),
          ),
        )
        done()
      })
    },
  })
  const port = atPort ?? (await freePort())
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    find: async (matches, timeoutMs = 15_000) => {
      const until = Date.now() + timeoutMs
      for (;;) {
        const found = mails.find(matches)
        if (found !== undefined) return found
        if (Date.now() > until) {
          throw new Error(
            `no such mail among ${mails.map((m) => `${m.to}: ${m.header('subject')}`).join(' | ')}`,
          )
        }
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const sunkMail = (from: string, to: readonly string[], raw: string): SunkMail => {
  const head = raw.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  return {
    from,
    to,
    raw,
    header: (name) =>
      lines
        .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
        ?.slice(name.length + 1)
        .trim(),
  }
}
