import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'

/** A relay of the demo's own: takes every mail, and puts it into a file instead of sending it. */
export type MailCatcher = {
  /** For `MAINSTAY_SMTP_RELAY`. */
  readonly url: string
  close(): Promise<void>
}

/** Listens on a free port of the loopback interface. The directory is there before the first mail. */
export const catchMail = async (directory: string): Promise<MailCatcher> => {
  let count = 0
  const nameFor = (to: string): string => {
    const at = new Date().toISOString().replace(/[-:]/g, '').replace('.', '-')
    return `${at}-${++count}-${to.replace(/[^\w.@+-]/g, '_').slice(0, 80)}.eml`
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, callback) => {
      const name = nameFor(session.envelope.rcptTo[0]?.address ?? 'nobody')
      stream
        .toArray()
        .then((chunks) => keep(directory, name, Buffer.concat(chunks)))
        .then(
          () => callback(),
          (error: Error) => callback(error),
        )
    },
  })
  server.on('error', () => undefined)
  const port = await listening(server)
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const listening = (server: SMTPServer): Promise<number> =>
  new Promise((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      server.server.removeListener('error', reject)
      const address = server.server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })

/** Whoever looks into the directory sees whole mails only; 250 means that the mail is on disk. */
const keep = async (directory: string, name: string, content: Buffer): Promise<void> => {
  const unfinished = join(directory, `.${name}.part`)
  const file = await open(unfinished, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, join(directory, name))
}
