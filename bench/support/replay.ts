import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { compile, nameOf } from '../../src/platform/db/compile.ts'
import type { Database, Db } from '../../src/platform/db/index.ts'

export type Caught = { readonly name: string; readonly text: string; readonly values: readonly unknown[] }

/** A way to the database that writes down what runs over it; transactions are not followed. */
export const listenTo = (db: Db): { readonly db: Db; readonly caught: Caught[] } => {
  const caught: Caught[] = []
  const note = (fragment: Parameters<Db['rows']>[0]): void => {
    const { sql: text, parameters: values } = compile(fragment)
    caught.push({ name: nameOf(text), text, values })
  }
  return {
    caught,
    db: {
      ...db,
      query: (statement, values = []) => {
        caught.push({ ...statement, values })
        return db.query(statement, values)
      },
      rows: (fragment) => {
        note(fragment)
        return db.rows(fragment)
      },
      one: (fragment) => {
        note(fragment)
        return db.one(fragment)
      },
    },
  }
}

/** What one path costs at the least: its statements, and its answer made into JSON. */
export type Replay = { readonly statements: readonly Caught[]; readonly body: unknown }

/** A bare `node:http` server: for each path it runs the statements that were caught for it, and answers its body. */
export const startBareServer = async (
  database: Database,
  replays: ReadonlyMap<string, Replay>,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  if (!('socket' in database.address)) throw new Error('The limit is measured on the embedded database')
  const { host, port, user, database: name } = database.address.socket
  const pool = new pg.Pool({ host, port, user, database: name, max: 10 })
  const server = createServer(async (request, reply) => {
    const replay = replays.get(request.url ?? '')
    if (replay === undefined) return reply.writeHead(404).end()
    for (const statement of replay.statements)
      await pool.query({ ...statement, values: [...statement.values] })
    reply.setHeader('content-type', 'application/json').end(JSON.stringify(replay.body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      await pool.end()
    },
  }
}
