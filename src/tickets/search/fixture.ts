import { testProcess } from '../../../test/support/identity.ts'
import type { Id } from '../../kernel/index.ts'
import { people } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { feedDispatcher } from '../../platform/feed/index.ts'
import type { Service } from '../../platform/module.ts'
import { type Answer, type ApiDesk, apiDesk } from '../api-fixture.ts'

/** For this room's tests: the small desk, whose indexes follow when they are told to. */
export type SearchDesk = ApiDesk & {
  /** All that was committed is in the indexes. */
  settle(): Promise<void>
  /** The first page of a search: what was found, as `ticket 1` and the like. */
  search(as: Id | null, query: string, more?: string): Promise<string[]>
  ask(as: Id | null, query: string, more?: string): Promise<Answer>
}

type Turning = Service & { turn(): Promise<{ isDone: boolean }> }

export const searchDesk = async (): Promise<SearchDesk> => {
  const desk = await apiDesk()
  const self = await testProcess(desk.ground.db)
  const dispatcher = feedDispatcher({ ...desk.ground, session: self.session })
  await dispatcher.start()
  const services = [desk.tickets.module, people(desk.ground).module].flatMap(({ services: all = [] }) => all)
  const projections = services.filter((one): one is Turning => one.name.endsWith('words') && 'turn' in one)
  const settle = async (): Promise<void> => {
    while ((await desk.ground.db.rows(sql`select from feed_inbox limit 1`)).length > 0) {
      dispatcher.poke()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    for (const projection of projections) while (!(await projection.turn()).isDone);
  }
  const ask: SearchDesk['ask'] = (as, query, more = '') =>
    desk.call(as, 'GET', `/api/v2/search?query=${encodeURIComponent(query)}${more}`)
  return {
    ...desk,
    settle,
    ask,
    search: async (as, query, more) => {
      const { status, body } = await ask(as, query, more)
      if (status !== 200) throw new Error(JSON.stringify(body))
      return body.results.map(({ result_type: type, id }: { result_type: string; id: Id }) => `${type} ${id}`)
    },
    close: async () => {
      await dispatcher.stop()
      await self.die()
      await desk.close()
    },
  }
}
