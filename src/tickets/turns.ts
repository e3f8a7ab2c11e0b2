import type { Id } from '../kernel/index.ts'

/** Lets work on one ticket go one after the other, and on different tickets side by side. */
export type Turns = <T>(ticketId: Id, work: () => Promise<T>) => Promise<T>

/**
 * Turns within this process: they save Changes that would only lose their race to each other. Right without them,
 * too, because the ticket's version decides; so other processes need not know.
 */
export const createTurns = (): Turns => {
  const last = new Map<Id, Promise<unknown>>()
  return async (ticketId, work) => {
    const before = last.get(ticketId) ?? Promise.resolve()
    const mine = before.then(work, work)
    last.set(ticketId, mine)
    try {
      return await mine
    } finally {
      if (last.get(ticketId) === mine) last.delete(ticketId)
    }
  }
}
