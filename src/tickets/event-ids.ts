import { assert, type Id } from '../kernel/index.ts'

export const BLOCK_SIZE = 1000

/** Below this many ids left, a `load` brings the next block along. */
const LOW_MARK = 200

/**
 * Gives out runs of ids for audits and their events from blocks that `event_id_blocks` numbers: block n holds
 * n·1000 … n·1000+999. A run never crosses blocks, and its ids are all above the ticket's last one.
 */
export type EventIds = {
  /** Whether the next load should draw a block. */
  isLow(): boolean
  /** Takes a block that was drawn. */
  add(block: Id): void
  /**
   * The first of `count` ids in a row, all above `lastEventId`; undefined when a block must be drawn first.
   * A block that lies below `lastEventId` is dropped: another process has written this ticket from a later one.
   */
  take(count: number, lastEventId: Id): Id | undefined
}

type Block = { next: Id; readonly end: Id }

export const createEventIds = (): EventIds => {
  let blocks: Block[] = []
  return {
    isLow: () => blocks.reduce((left, block) => left + block.end - block.next, 0) < LOW_MARK,
    add: (block) => {
      blocks.push({ next: block * BLOCK_SIZE, end: (block + 1) * BLOCK_SIZE })
      blocks.sort((a, b) => a.next - b.next)
    },
    take: (count, lastEventId) => {
      assert(count <= BLOCK_SIZE, `an audit of ${count} ids fits a block`)
      blocks = blocks.filter((block) => block.end - 1 > lastEventId && block.end > block.next)
      const block = blocks.find(({ next, end }) => next > lastEventId && end - next >= count)
      if (block === undefined) return undefined
      block.next += count
      return block.next - count
    },
  }
}
