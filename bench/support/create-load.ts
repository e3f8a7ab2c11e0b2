import { parentPort, workerData } from 'node:worker_threads'
import { Pool } from 'undici'
import { lanes } from './figures.ts'

/** The client of `bench/create.ts`, in a thread of its own: makes `count` tickets over `width` connections. */
export type CreateLoad = {
  readonly url: string
  readonly token: string
  /** Sent in turn. */
  readonly bodies: readonly string[]
  readonly warm: number
  readonly count: number
  readonly width: number
}

const { url, token, bodies, warm, count, width } = workerData as CreateLoad
let offset = 0
const pool = new Pool(url, { connections: width })
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
const create = async (n: number): Promise<void> => {
  const body = bodies[(n + offset) % bodies.length] ?? ''
  const answer = await pool.request({ path: '/api/v2/tickets.json', method: 'POST', headers, body })
  const text = await answer.body.text()
  if (answer.statusCode !== 201) throw new Error(`POST /tickets answered ${answer.statusCode}: ${text}`)
}
await lanes(warm, width, create)
offset = warm
const { samples, elapsedMs } = await lanes(count, width, create)
parentPort?.postMessage({ samples, elapsedMs })
await pool.close()
