import { pino } from 'pino'
import { expect, it } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { MINUTE_MS, toIsoMs } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { relayWatch } from './relay-watch.ts'

const putOff = ({ db, clock }: TestGround): Promise<unknown> =>
  db.rows(sql`insert into outbox (effect_key, kind, payload, created_at, due_at, last_error)
    values (gen_random_uuid()::text, 'send_mail', '{}', ${toIsoMs(clock.now())}, ${toIsoMs(clock.now())}, 'ECONNREFUSED')`)
const left = ({ db, clock }: TestGround): Promise<unknown> =>
  db.rows(sql`insert into outbound_mails (effect_key, ticket_id, seq, user_id, address, message_id, automatic, state, attempts,
      created_at, updated_at, sent_at)
    values ('k', 1, 1, 1, 'a@b.example', '<1@x>', true, 'sent', 1, ${toIsoMs(clock.now())}, ${toIsoMs(clock.now())},
      ${toIsoMs(clock.now())})`)

it('says once, within five minutes, that no mail leaves, and that it does again', async () => {
  const ground = await testGround()
  const lines: { level: number; msg: string }[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const watch = relayWatch({ ...ground, log }, () => undefined)
  const seconds = async (): Promise<string | undefined> =>
    /^mail_stuck_seconds (\d+)/m.exec(await ground.metrics.metrics())?.[1]
  await watch.look()
  expect([watch.alarm?.(), await seconds()]).toEqual([undefined, '0'])
  await putOff(ground)
  ground.clock.advance(4 * MINUTE_MS)
  await watch.look()
  expect([watch.alarm?.(), lines.length]).toEqual([undefined, 0])
  ground.clock.advance(MINUTE_MS)
  await watch.look()
  await watch.look()
  expect(watch.alarm?.()).toBe('No mail has left since 2026-01-31T08:00:00Z')
  expect([lines.map(({ level }) => level), await seconds()]).toEqual([[50], '300'])
  await left(ground)
  await watch.look()
  expect([watch.alarm?.(), lines.at(-1)?.msg, await seconds()]).toEqual([undefined, 'mail leaves again', '0'])
  await ground.close()
})
