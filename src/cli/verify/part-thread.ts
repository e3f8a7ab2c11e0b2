import { parentPort, workerData } from 'node:worker_threads'
import type { Part } from '../../platform/module.ts'
import type { Settings } from '../../platform/settings/index.ts'
import { withHouse } from '../with-house.ts'
import { differencesIn } from './differences.ts'

/** A thread of `verify`: looks through its part, and sends what it finds. */
const { settings, part } = workerData as { readonly settings: Settings; readonly part: Part }
await withHouse(settings, async (house) => {
  for await (const difference of differencesIn(house, part)) parentPort?.postMessage(difference)
})
