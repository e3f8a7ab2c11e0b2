import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { type TestProcess, testProcess } from '../../../test/support/identity.ts'
import { sql } from '../db/index.ts'
import type { JobHandler, Service } from '../module.ts'
import { installQueue, jobService } from './job-service.ts'
import { createJobStatus, endJobStatus, findJobStatuses, progressJobStatus } from './job-status.ts'
import { enqueue, isQueueInstalled, registerPool } from './store.ts'

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000 })

let ground: TestGround
const started: Service[] = []
const processes: TestProcess[] = []

beforeAll(async () => {
  ground = await testGround()
  expect(await isQueueInstalled(ground.db)).toBe(false)
  await Promise.all([
    installQueue(ground.db.address, ground.log),
    installQueue(ground.db.address, ground.log),
  ])
  expect(await isQueueInstalled(ground.db)).toBe(true)
})
afterEach(async () => {
  for (const service of started.splice(0)) await service.stop()
  for (const process of processes.splice(0)) await process.die()
})
afterAll(() => ground.close())

const newProcess = async (): Promise<TestProcess> => {
  const process = await testProcess(ground.db)
  processes.push(process)
  return process
}

const start = async (...handlers: JobHandler[]): Promise<Service> => {
  const { identity } = await newProcess()
  const service = jobService({ ...ground, address: ground.db.address, identity }, handlers)
  started.push(service)
  await service.start()
  return service
}

const recorder = (name: string, work: (attempt: number) => void = () => undefined) => {
  const got: unknown[] = []
  const handler: JobHandler = {
    name,
    run: async (payload, { attempt }) => {
      got.push(payload)
      work(attempt)
    },
  }
  return { got, handler }
}

describe('jobs', () => {
  it('run once committed, with their payload', async () => {
    const { got, handler } = recorder('greet')
    await start(handler)
    await ground.db.transaction((tx) => enqueue(tx, 'greet', { name: 'Ada' }))
    const failing = ground.db.transaction(async (tx) => {
      await enqueue(tx, 'greet', { name: 'nobody' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await until(() => expect(got).toEqual([{ name: 'Ada' }]))
  })

  it('under one key replace each other while they wait', async () => {
    await enqueue(ground.db, 'count', { n: 1 }, { key: 'k' })
    await enqueue(ground.db, 'count', { n: 2 }, { key: 'k' })
    const { got, handler } = recorder('count')
    await start(handler)
    await until(() => expect(got).toEqual([{ n: 2 }]))
  })

  it('that fail come again', async () => {
    const { got, handler } = recorder('flaky', (attempt) => {
      if (attempt === 1) throw new Error('not yet')
    })
    await start(handler)
    await enqueue(ground.db, 'flaky', {})
    await until(() => expect(got).toHaveLength(1))
    await until(async () => {
      await ground.db.rows(sql`update graphile_worker._private_jobs set run_at = now() where attempts = 1`)
      expect(got).toHaveLength(2)
    })
  })

  it('of a process that died run elsewhere at once; those of a living one stay', async () => {
    const [dead, living] = [await newProcess(), await newProcess()]
    await registerPool(ground.db, 'pool-dead', dead.identity.id)
    await registerPool(ground.db, 'pool-living', living.identity.id)
    for (const pool of ['dead', 'living']) {
      await enqueue(ground.db, 'orphan', { pool })
      await ground.db.rows(sql`
        update graphile_worker._private_jobs set locked_by = ${`pool-${pool}`}, locked_at = now()
        where payload->>'pool' = ${pool}`)
    }
    await dead.die()
    const { got, handler } = recorder('orphan')
    await start(handler)
    await until(() => expect(got).toEqual([{ pool: 'dead' }]))
    const left = await ground.db.rows(
      sql`select payload from graphile_worker._private_jobs where locked_by is not null`,
    )
    expect(left).toEqual([{ payload: { pool: 'living' } }])
  })

  it('with a crontab are known to the queue', async () => {
    await start({ name: 'nightly', cron: '17 3 * * *', run: async () => undefined })
    await until(async () =>
      expect(
        await ground.db.rows(sql`select identifier from graphile_worker._private_known_crontabs`),
      ).toEqual([{ identifier: 'nightly' }]),
    )
  })
})

describe('the status of bulk work', () => {
  const at = () => ground.clock.now()

  it('can be asked for at once, goes on, and ends once', async () => {
    const id = await createJobStatus(
      ground.db,
      { jobType: 'Bulk Update Ticket', authorId: 5, total: 3 },
      { at: at(), randomBytes },
    )
    expect(id).toMatch(/^V3-[0-9a-f]{32}$/)
    const find = async () => (await findJobStatuses(ground.db, [id]))[0]
    expect(await find()).toEqual({
      id,
      jobType: 'Bulk Update Ticket',
      authorId: 5,
      total: 3,
      progress: 0,
      status: 'queued',
      message: null,
      results: null,
      createdAt: at(),
      updatedAt: at(),
    })
    await progressJobStatus(ground.db, id, 2, at())
    expect(await find()).toMatchObject({ status: 'working', progress: 2 })
    await endJobStatus(ground.db, id, { status: 'completed', message: 'Done', results: [{ id: 1 }] }, at())
    await progressJobStatus(ground.db, id, 1, at())
    await endJobStatus(ground.db, id, { status: 'failed', message: 'late', results: null }, at())
    expect(await find()).toMatchObject({
      status: 'completed',
      progress: 3,
      message: 'Done',
      results: [{ id: 1 }],
    })
    expect(await findJobStatuses(ground.db, [id], 6)).toEqual([])
    expect(await findJobStatuses(ground.db, [id], 5)).toHaveLength(1)
  })
})
