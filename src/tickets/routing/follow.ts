import type { Verifier } from '../../platform/module.ts'
import { isBuilt, type Projection } from '../../platform/projection/index.ts'
import type { Room } from '../room.ts'
import { pokeGroupsOf } from './poke-store.ts'
import { followTickets, holdVersion, misplacedAfter, ROUTING_QUEUE, waitingAfter } from './queue-store.ts'

const BATCH = 200

/** Keeps the queue of tickets that wait for somebody, after each commit and outside of it. */
export const routingQueue = ({ ground }: Pick<Room, 'ground'>): Projection => ({
  name: ROUTING_QUEUE,
  version: 1,
  subjects: ['ticket', 'user'],
  project: async (tx, subject, ids) => {
    const at = ground.clock.now()
    if (subject === 'user') return void (await pokeGroupsOf(tx, ids, at))
    await holdVersion(tx)
    await followTickets(tx, ids, at)
  },
  idsAfter: async (db, subject, id, limit) => (subject === 'ticket' ? waitingAfter(db, id, limit) : []),
})

/** Holds the queue against the tickets. */
export const routingQueueVerifier: Verifier = {
  name: 'routing_queue',
  async *verify(db) {
    if (!(await isBuilt(db, ROUTING_QUEUE))) return
    for (let after = 0; ; ) {
      const ids = await misplacedAfter(db, after, BATCH)
      if (ids.length === 0) return
      for (const id of ids)
        yield `ticket ${id}: waits to be given to somebody and should not, or the other way round`
      after = ids.at(-1)!
    }
  },
}
