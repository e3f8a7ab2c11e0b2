import { releaseHeld } from '../../platform/outbox/index.ts'
import { type Command, JSON_OPTION } from '../command.ts'
import { withHouse } from '../with-house.ts'

export const effectsRelease: Command = {
  name: 'effects release',
  summary: 'Lets go out what a restore held back because it may have gone out before',
  options: [JSON_OPTION],
  run: ({ settings, options }, io) =>
    withHouse(settings, async ({ ground }) => {
      const released = await releaseHeld(ground.db, ground.clock.now())
      io.out(options.has('json') ? JSON.stringify({ released }) : `Released: ${released}.`)
      return 0
    }),
}
