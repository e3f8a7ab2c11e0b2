import { parentPort, workerData } from 'node:worker_threads'
import { Pool } from 'undici'
import { lanes } from './figures.ts'

/** The client of `bench/desk.ts`, in a thread of its own: reads what a screen needs, `count` times, `width` at once. */
export type ReadLoad = {
  readonly url: string
  readonly token: string
  /** Each visit's paths in stages: those of one stage are asked for at once, as a browser does. Visited in turn. */
  readonly visits: readonly (readonly (readonly string[])[])[]
  readonly warm: number
  readonly count: number
  readonly width: number
}

const { url, token, visits, warm, count, width } = workerData as ReadLoad
const pool = new Pool(url, { connections: width * Math.max(...visits.flat().map(({ length }) => length)) })
const headers = { authorization: `Bearer ${token}` }
const read = async (path: string): Promise<void> => {
  const { statusCode, body } = await pool.request({ path, method: 'GET', headers })
  const text = await body.text()
  if (statusCode !== 200) throw new Error(`GET ${path} answered ${statusCode}: ${text}`)
}
const visit = async (n: number): Promise<void> => {
  for (const stage of visits[n % visits.length] ?? []) await Promise.all(stage.map(read))
}
await lanes(warm, width, visit)
parentPort?.postMessage(await lanes(count, width, visit))
await pool.close()
