import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

it('lets one ticket wait for itself alone, and goes on after a failure', async () => {
  const turns = createTurns()
  const log: string[] = []
  let open: () => void = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const first = turns(1, async () => {
    await gate
    log.push('first')
    throw new Error('first failed')
  })
  const second = turns(1, async () => log.push('second'))
  await turns(2, async () => log.push('other'))
  expect(log).toEqual(['other'])
  open()
  await expect(first).rejects.toThrow('first failed')
  await second
  expect(log).toEqual(['other', 'first', 'second'])
  expect(await turns(1, async () => 'again')).toBe('again')
})
