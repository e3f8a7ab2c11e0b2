import { type Command, JSON_OPTION } from '../command.ts'
import { withHouse } from '../with-house.ts'

export const migrate: Command = {
  name: 'migrate',
  summary: 'Brings the database to this release, beside servers that run',
  options: [JSON_OPTION],
  run: ({ settings, options }, io) =>
    withHouse(settings, async ({ migrated }) => {
      if (options.has('json')) io.out(JSON.stringify({ migrated }))
      else io.out(migrated.length === 0 ? 'The database is up to date.' : `Applied ${migrated.join(', ')}.`)
      return 0
    }),
}
