import { type Command, CommandFailed, type Io } from '../command.ts'

/** Serves until it is asked to end; asked a second time, it ends at once. */
export const serve: Command = {
  name: 'serve',
  summary: 'Runs Mainstay until it is told to stop (Ctrl-C, SIGTERM)',
  options: [],
  run: async ({ settings }, io) => {
    const asked = askedToEnd(io)
    const [{ compose }, { trimHeap }] = await Promise.all([
      import('../../main.ts'),
      import('../../platform/runtime/index.ts'),
    ])
    const mainstay = await compose(settings)
    try {
      const address = await startOrExplain(mainstay.start, settings.port)
      const roles = [...settings.roles].join(', ')
      io.out(
        address === null ? `Mainstay is at work (${roles})` : `Mainstay is ready at ${readable(address)}`,
      )
      // Once jobs and the rest that is loaded late have come too.
      const trimming = setTimeout(trimHeap, TRIM_AFTER_MS)
      await asked
      clearTimeout(trimming)
    } finally {
      await mainstay.stop()
    }
    return 0
  },
}

const TRIM_AFTER_MS = 3000

/** Resolves when the process is asked to end; asked a second time, it ends at once. */
export const askedToEnd = (io: Io): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let isAsked = false
  io.onSignal(() => {
    if (isAsked) process.exit(1)
    isAsked = true
    resolve()
  })
  return promise
}

/** Starts, or throws what a person can do something about. */
export const startOrExplain = async (
  start: () => Promise<string | null>,
  port: number,
): Promise<string | null> => {
  try {
    return await start()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      throw new CommandFailed(
        `An address is taken already: another program, or another Mainstay, listens there (port ${portOf(error) ?? port}).`,
      )
    }
    if (code === 'EACCES') {
      throw new CommandFailed(`Port ${portOf(error) ?? port} may not be used: ports below 1024 need root.`)
    }
    throw error
  }
}

const portOf = (error: unknown): unknown =>
  error instanceof Error && 'port' in error ? error.port : undefined

/** An address of this machine as people type it. */
export const readable = (address: string): string =>
  address
    .replace('//127.0.0.1:', '//localhost:')
    .replace('//0.0.0.0:', '//localhost:')
    .replace('//[::]:', '//localhost:')
