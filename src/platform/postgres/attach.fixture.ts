import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { isConnectionLost, openDb, sql } from '../db/index.ts'
import { openCluster } from './cluster.ts'

/**
 * A process for the tests: opens the cluster of the directory in its argument, says so in a line of JSON, and obeys
 * lines: `write` inserts rows one after another and prints each number once it is committed; `stop` lets go and ends.
 */
const say = (value: object): void => {
  stdout.write(`${JSON.stringify(value)}\n`)
}

try {
  const cluster = await openCluster({ dataDir: process.argv[2]!, log: pino({ level: 'silent' }) })
  const db = await openDb({ socket: cluster.connection, poolSize: 2, log: pino({ level: 'silent' }) })
  say({ serverPid: await cluster.serverPid(), host: cluster.connection.host })
  for await (const line of createInterface({ input: stdin })) {
    if (line === 'stop') break
    if (line === 'write') void write()
  }
  stdin.destroy()
  await db.close()
  await cluster.stop()

  async function write(): Promise<void> {
    await db.rows(sql`create table if not exists written (n int primary key)`)
    for (let n = 1; ; n++) {
      try {
        await db.rows(sql`insert into written values (${n})`)
        say({ written: n })
      } catch (error) {
        if (!isConnectionLost(error)) throw error
        await sleep(10)
      }
    }
  }
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) })
  process.exitCode = 1
}
