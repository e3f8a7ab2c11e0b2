import { parentPort } from 'node:worker_threads'
import { SMTPServer } from 'smtp-server'

/** A relay in a thread of its own that takes every mail and counts it; answers `count` with how many. */
let mails = 0
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _session, done) {
    stream.resume().on('end', () => {
      mails += 1
      done()
    })
  },
})
const listening = server.listen(0, '127.0.0.1', () => {
  const address = listening.address()
  parentPort?.postMessage({ port: typeof address === 'object' && address !== null ? address.port : 0 })
})
parentPort?.on('message', () => parentPort?.postMessage({ mails }))
