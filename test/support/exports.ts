import { expect, vi } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import { type FeedDispatcher, feedDispatcher } from '../../src/platform/feed/index.ts'
import type { TestGround } from './ground.ts'
import { testProcess } from './identity.ts'

/** The dispatcher of a test's feed, by a process of its own. */
export type TestFeed = {
  readonly poke: FeedDispatcher['poke']
  /** All that was committed is numbered, as of now. */
  numbered(): Promise<void>
  close(): Promise<void>
}

export const testFeed = async (ground: TestGround): Promise<TestFeed> => {
  const process = await testProcess(ground.db)
  const dispatcher = feedDispatcher({ ...ground, session: process.session })
  await dispatcher.start()
  return {
    poke: dispatcher.poke,
    numbered: async () => {
      await vi.waitFor(
        async () => {
          dispatcher.poke()
          expect(await ground.db.rows(sql`select from feed_inbox`)).toEqual([])
        },
        { timeout: 10_000 },
      )
    },
    close: async () => {
      await dispatcher.stop()
      await process.die()
    },
  }
}

export type Exported = { readonly id: number; readonly [key: string]: unknown }
type Page = {
  readonly end_of_stream: boolean
  readonly next_page?: string | null
  readonly after_url?: string | null
  readonly links?: { readonly next: string | null }
  readonly [key: string]: unknown
}

/** Somebody who keeps a copy: goes on where they ended, as often as they are told to. */
export type Exporter = { readonly records: Exported[]; poll(): Promise<void> }

const MAX_PAGES = 500

/** Follows an export by the link that its kind of client follows; `ask` answers the body of a path. */
export const exporter = (
  key: string,
  start: string,
  link: 'next_page' | 'after_url',
  ask: (path: string) => Promise<unknown>,
): Exporter => {
  const records: Exported[] = []
  let path = start
  return {
    records,
    poll: async () => {
      for (let pages = 0; pages < MAX_PAGES; pages++) {
        const page = (await ask(path)) as Page
        records.push(...(page[key] as Exported[]))
        const next = page[link]
        if (typeof next === 'string') path = next.replace(/^https?:\/\/[^/]+/, '')
        if (page.end_of_stream) return
      }
      throw new Error(`${start} never ends`)
    },
  }
}
