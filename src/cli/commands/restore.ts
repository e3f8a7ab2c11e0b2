import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import type { Restored } from '../../platform/backup/index.ts'
import { createLogger } from '../../platform/log/index.ts'
import { type Command, CommandFailed, JSON_OPTION, USAGE } from '../command.ts'
import { megabytes, progressTo } from '../progress.ts'

export const restore: Command = {
  name: 'restore',
  summary:
    'Makes an empty desk the one of a backup, after checking the whole file. Nothing may be at work on it. ' +
    'Mails that waited when the backup was made are held back, because they may have gone out since',
  operands: [{ name: 'FILE', help: 'What "mainstay backup" wrote' }],
  options: [
    {
      name: 'send-effects',
      help: 'Do not hold back what waited: the old desk went no further than the backup',
    },
    {
      name: 'skip-numbers',
      value: 'NUMBER',
      help: 'How many numbers of tickets and all else are left out, so that none given since the backup is given again; 2 %, at least 1000, unless given',
    },
    JSON_OPTION,
  ],
  run: async ({ settings, options, operands }, io) => {
    const skip = readSkip(options.get('skip-numbers'))
    const [{ restore }, { MIGRATIONS }] = await Promise.all([
      import('../../platform/backup/index.ts'),
      import('../../assemble.ts'),
    ])
    const startedAt = performance.now()
    const log = createLogger({ logLevel: 'error' }, pino.destination({ fd: 2, sync: true }))
    const say = progressTo(io)
    const done = await restore({ settings, migrationsDir: MIGRATIONS, log, randomBytes }, operands[0]!, {
      isHolding: !options.has('send-effects'),
      ...(skip === undefined ? {} : { skip }),
      tell: ({ phase, part, bytes }) => say(() => `${phase} ${part}, ${megabytes(bytes)} so far`),
    })
    const seconds = (performance.now() - startedAt) / 1000
    io.out(options.has('json') ? JSON.stringify({ ...done, seconds }) : asText(done, seconds))
    return 0
  },
}

const readSkip = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new CommandFailed(`--skip-numbers is not a whole number: "${text}".`, USAGE)
}

const asText = (done: Restored, seconds: number): string => {
  const lines = [
    `Restored the desk of ${done.createdAt}: ${done.rows} rows, ${done.blobs} files, ${megabytes(done.bytes)}. ${seconds.toFixed(1)} s.`,
  ]
  if (done.held > 0)
    lines.push(
      `${done.held} mails that waited are held back: they may have gone out after the backup. Let them go with "mainstay effects release".`,
    )
  return lines.join('\n')
}
