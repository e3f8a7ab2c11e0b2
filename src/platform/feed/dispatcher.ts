import type { Session } from '../db/index.ts'
import type { Ground } from '../ground.ts'
import { pollLoop } from '../loop/index.ts'
import type { Service } from '../module.ts'
import { numberChanges, stopDispatching, tryToDispatch } from './store.ts'

/** `poke` says that a commit of this process left changes: they are numbered soon instead of within half a second. */
export type FeedDispatcher = Service & { poke(): void; isDispatching(): boolean }

export type FeedGround = Pick<Ground, 'clock' | 'log'> & { readonly session: Session }

const BATCH = 1000
/** While changes come in; while there are none; while another process does it. */
const BUSY_MS = 50
const IDLE_MS = 500
const STANDBY_MS = 1000
/** Commits that follow each other closely share one statement and one notification. */
const GATHER_MS = 100

/**
 * Numbers committed changes into `feed`. Of all processes the one that holds the advisory lock does it; when it dies,
 * another takes over within a second.
 */
export const feedDispatcher = ({ session, clock, log }: FeedGround): FeedDispatcher => {
  let isDispatching = false
  session.onLost(() => {
    isDispatching = false
  })
  const turn = async (): Promise<number> => {
    isDispatching ||= await tryToDispatch(session)
    if (!isDispatching) return STANDBY_MS
    const { moved, isWaiting } = await numberChanges(session, BATCH, clock.now())
    if (moved === BATCH) return 0
    return moved > 0 || isWaiting ? BUSY_MS : IDLE_MS
  }
  const loop = pollLoop({ name: 'feed', log, turn })
  let soon: NodeJS.Timeout | undefined
  const poke = (): void => {
    if (!isDispatching) return
    soon ??= setTimeout(() => {
      soon = undefined
      loop.poke()
    }, GATHER_MS)
  }
  const stop = async (): Promise<void> => {
    clearTimeout(soon)
    await loop.stop()
    if (isDispatching) await stopDispatching(session)
    isDispatching = false
  }
  return {
    name: 'feed',
    roles: ['worker'],
    start: async () => loop.start(),
    stop,
    poke,
    isBeating: loop.isBeating,
    isDispatching: () => isDispatching,
  }
}
