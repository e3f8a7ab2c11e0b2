import { Readable } from 'node:stream'
import pg from 'pg'
import type { BlobStore } from '../../src/platform/blobs/index.ts'

/** The call never gets there, or it is done and the answer never comes. */
export type Break = 'before' | 'after'

type Client = pg.Client & { readonly connection: { readonly stream: { destroy(): void } } }
type Query = (this: Client, ...args: unknown[]) => Promise<unknown>

let armed: { left: number; readonly how: Break } | undefined

const lost = (): Error =>
  Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })

/** Whether this call is the one. */
const isStruck = (): boolean => armed !== undefined && --armed.left === 0

const query = pg.Client.prototype.query as unknown as Query
/** Every statement of this process passes here on its way to the driver. */
const watched: Query = async function (this: Client, ...args) {
  if (!isStruck()) return query.apply(this, args)
  if (armed?.how === 'after') await query.apply(this, args).catch(() => undefined)
  this.connection.stream.destroy()
  throw lost()
}

type FileCall = (...args: unknown[]) => Promise<unknown>
const FILE_CALLS = ['put', 'open', 'read', 'remove'] as const

/** Lets calls to a store of files count, and be lost, as those to the database. */
export const watchFiles = (blobs: BlobStore): void => {
  for (const name of FILE_CALLS) {
    const call = blobs[name].bind(blobs) as FileCall
    const watchedCall: FileCall = async (...args) => {
      if (!isStruck()) return call(...args)
      const got = armed?.how === 'after' ? await call(...args) : undefined
      if (got instanceof Readable) got.destroy()
      throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })
    }
    Object.assign(blobs, { [name]: watchedCall })
  }
}

/** Runs `work` with its nth call to the database or to files lost. `happened`: whether there were so many. */
export const losingCall = async <T>(
  n: number,
  how: Break,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly happened: boolean }> => {
  const mine = { left: n, how }
  pg.Client.prototype.query = watched as unknown as typeof pg.Client.prototype.query
  armed = mine
  try {
    const result = await work()
    return { result, happened: mine.left <= 0 }
  } finally {
    armed = undefined
    pg.Client.prototype.query = query as unknown as typeof pg.Client.prototype.query
  }
}
