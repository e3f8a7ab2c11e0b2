import type { BackedUp } from '../../platform/backup/index.ts'
import { type Command, type Io, JSON_OPTION } from '../command.ts'
import { megabytes, progressTo } from '../progress.ts'
import { withHouse } from '../with-house.ts'

export const backup: Command = {
  name: 'backup',
  summary:
    'Writes the whole desk, rows and files, as it is at one moment into one file, beside a running server or alone. ' +
    'The file holds the key that secrets are sealed under, unless that came as MAINSTAY_KEY: keep it as you keep the desk',
  operands: [{ name: 'FILE', help: 'Where to; a file that exists is not overwritten' }],
  options: [{ name: 'without-key', help: 'Leave the key out; whoever restores must have it' }, JSON_OPTION],
  run: async ({ settings, options, operands }, io) => {
    const { backup } = await import('../../platform/backup/index.ts')
    const startedAt = performance.now()
    return withHouse(settings, async ({ ground, database, modules }) => {
      const say = progressTo(io)
      const done = await backup(
        {
          ground,
          address: database.db.address,
          blobColumns: modules.flatMap(({ blobColumns = [] }) => blobColumns),
          leaving: modules.flatMap(({ effects = [] }) =>
            effects.filter(({ leavesDesk }) => leavesDesk).map(({ kind }) => kind),
          ),
        },
        operands[0]!,
        {
          withoutKey: options.has('without-key'),
          signal: abortedBy(io),
          tell: ({ part, bytes }) => say(() => `${part}, ${megabytes(bytes)} so far`),
        },
      )
      const seconds = (performance.now() - startedAt) / 1000
      io.out(options.has('json') ? JSON.stringify({ ...done, seconds }) : asText(operands[0]!, done, seconds))
      for (const name of done.missing)
        io.err(`The bytes of ${name} are lost: a row names them, the store has not got them.`)
      return done.missing.length === 0 ? 0 : 1
    })
  },
}

const asText = (path: string, done: BackedUp, seconds: number): string =>
  `${path}: ${megabytes(done.fileBytes)} of ${megabytes(done.bytes)} in ${done.tables} tables and ${done.blobs} files, ` +
  `${done.isKeyIncluded ? 'with' : 'without'} the key. ${seconds.toFixed(1)} s.`

/** Told to end, a backup ends and leaves no file. */
const abortedBy = (io: Io): AbortSignal => {
  const controller = new AbortController()
  io.onSignal(() => controller.abort(new Error('The backup was stopped; no file was left.')))
  return controller.signal
}
