import type { DbAddress, Session } from '../db/index.ts'
import { FEED_CHANNEL, feedDispatcher } from '../feed/index.ts'
import type { Ground } from '../ground.ts'
import { jobService } from '../jobs/index.ts'
import type { Module, Service } from '../module.ts'
import { outboxService } from '../outbox/index.ts'
import { timerService } from '../timers/index.ts'

export type WorkerDeps = {
  readonly ground: Ground
  readonly address: DbAddress
  readonly session: Session
  readonly modules: readonly Module[]
}

export type Workers = {
  readonly services: readonly Service[]
  /** Tells those of this process that there is work. */
  wake(): void
  /** Lets other processes' commits wake ours: what their dispatcher says. */
  listen(): Promise<void>
}

/** The background work of all modules: effects, timers, the feed, jobs. */
export const workersOf = ({ ground, address, session, modules }: WorkerDeps): Workers => {
  const common = { ...ground, session, address }
  const outbox = outboxService(
    common,
    modules.flatMap(({ effects = [] }) => effects),
  )
  const timers = timerService(
    common,
    modules.flatMap(({ timers = [] }) => timers),
  )
  const feed = feedDispatcher(common)
  const jobs = jobService(
    common,
    modules.flatMap(({ jobs = [] }) => jobs),
  )
  return {
    services: [outbox, timers, feed, jobs],
    wake: () => {
      outbox.poke()
      feed.poke()
    },
    listen: () => session.listen(FEED_CHANNEL, () => outbox.poke()),
  }
}
