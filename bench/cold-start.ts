import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { startDesk } from '../test/support/desk.ts'
import { figure, ms, percentile } from './support/figures.ts'

/** From `mainstay serve` on an existing data directory to the first ready answer; its limit is an idle Node. */
const desk = await startDesk()
const starts: number[] = []
const nodes: number[] = []
for (let round = 0; round < 5; round++) {
  desk.server().kill('SIGTERM')
  await once(desk.server(), 'exit')
  const before = performance.now()
  await desk.restart()
  starts.push(performance.now() - before)
  const bare = performance.now()
  execFileSync(process.execPath, ['-e', '0'])
  nodes.push(performance.now() - bare)
}
await desk.stop()
figure(
  'cold start on an existing data directory, median',
  ms(percentile(starts, 50)),
  `node -e 0 ${ms(percentile(nodes, 50))}`,
  '≤ 1500 ms',
)
