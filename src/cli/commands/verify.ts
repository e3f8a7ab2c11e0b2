import { type Command, JSON_OPTION } from '../command.ts'
import { withHouse } from '../with-house.ts'

export const verify: Command = {
  name: 'verify',
  summary:
    'Rebuilds what is derived from the audit log and prints every difference; exit code 1 where there is one',
  options: [JSON_OPTION],
  run: ({ settings, options }, io) =>
    withHouse(settings, async ({ modules, database }) => {
      let count = 0
      for (const { name, verify } of modules.flatMap(({ verifiers = [] }) => verifiers)) {
        for await (const difference of verify(database.db)) {
          count++
          io.out(
            options.has('json') ? JSON.stringify({ verifier: name, difference }) : `${name}: ${difference}`,
          )
        }
      }
      if (!options.has('json')) io.out(count === 0 ? 'No differences.' : `${count} differences.`)
      return count === 0 ? 0 : 1
    }),
}
