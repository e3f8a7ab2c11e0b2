import { AsyncLocalStorage } from 'node:async_hooks'

type Count = { readonly statements: string[] }

const counts = new AsyncLocalStorage<Count>()

/** Called once per round trip to the database, `begin` and `commit` among them. */
export const countRoundTrip = (text: string): void => {
  counts.getStore()?.statements.push(text)
}

/** Runs `work` and tells what it asked of the database: for tests that hold a request to a number of queries. */
export const countQueries = async <T>(
  work: () => Promise<T>,
): Promise<{ result: T; count: number; statements: readonly string[] }> => {
  const count: Count = { statements: [] }
  const result = await counts.run(count, work)
  return { result, count: count.statements.length, statements: count.statements }
}
