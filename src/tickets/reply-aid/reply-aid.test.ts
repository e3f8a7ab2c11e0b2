import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BO, CORA } from '../fixture.ts'
import { checkReply } from './check.ts'
import { findParts } from './find-parts.ts'
import { ENGLISH } from './words.ts'

const parts = (text: string) => findParts(text, ENGLISH).found.map(({ part }) => part)

describe('a part is there', () => {
  test.each([
    ['We found that the disk was full.', ['summary']],
    ['Which version is it?', ['questions']],
    ['Please send the log.', ['questions']],
    ['1. Stop it\n2. Start it', ['steps']],
    ['- Stop it\n- Start it', ['steps']],
    ['```\nsystemctl restart\n```', ['steps']],
    ['$ systemctl restart desk', ['steps']],
    ['Try the following: restart.', ['steps']],
    ['I’ll get back to you tomorrow.', ['next_update']],
    ['Thanks!', []],
    ['> We found it.\n> Why?', []],
    ['The foundry: we foundered.', []],
    ['- Which version?\n- Which system?', ['questions']],
    ['', []],
  ])('%j: %j', (text, expected) => {
    expect(parts(text)).toEqual(expected)
  })

  test('in a whole answer, each with its words', () => {
    const text =
      'Hi Cora,\nin short, the cause is a full disk. Could you send df -h?\n\n1. Free space\n2. Restart\n\nNext update by 14:30.'
    const { found, promiseLacksTime } = findParts(text, ENGLISH)
    expect(found).toEqual([
      { part: 'summary', text: 'in short, the cause is a full disk.' },
      { part: 'questions', text: 'Could you send df -h?' },
      { part: 'steps', text: '1. Free space' },
      { part: 'next_update', text: 'Next update by 14:30.' },
    ])
    expect(promiseLacksTime).toBe(false)
  })

  test('in other languages, by words that are given', () => {
    const german = { ...ENGLISH, summary: ['die ursache'], next_update: ['wir melden uns'], time: ['morgen'] }
    const { found, promiseLacksTime } = findParts('Die Ursache ist klar. Wir melden uns morgen.', german)
    expect([found.map(({ part }) => part), promiseLacksTime]).toEqual([['summary', 'next_update'], false])
    const japanese = { ...ENGLISH, summary: ['原因は'] }
    expect(findParts('調査の結果、原因はディスクです。', japanese).found).toHaveLength(1)
  })

  test('and no draft makes it slow or throw', () => {
    for (const text of ['a '.repeat(30_000), '?'.repeat(60_000), '- '.repeat(30_000), 'summary'.repeat(9000)])
      expect(findParts(text, ENGLISH).found.length).toBeLessThan(5)
  })
})

test('hints say what is missing, of what is wanted alone; notes are asked for nothing', () => {
  const draft = { text: 'We will update you.', isPublic: true, isUpdatePromised: false }
  expect(checkReply(draft, ['summary', 'next_update'], ENGLISH).hints).toEqual([
    'Say in a sentence what happened, or what you understood.',
    'An update is promised: say by when.',
  ])
  const note = checkReply({ ...draft, isPublic: false }, ['summary'], ENGLISH)
  expect(note.hints).toEqual([])
  expect(note.parts.every(({ wanted }) => !wanted)).toBe(true)
  const kept = checkReply({ ...draft, text: 'x', isUpdatePromised: true }, ['next_update'], ENGLISH)
  expect(kept.hints).toEqual([])
})

describe('by API', () => {
  let desk: ApiDesk
  let id: Id
  beforeAll(async () => {
    desk = await apiDesk()
    const ticket = { requester_id: CORA, type: 'incident', comment: { body: 'It burns.' } }
    id = (await desk.call(BO, 'POST', '/api/v2/tickets', { ticket })).body.ticket.id
  })
  afterAll(() => desk.close())
  const check = async (reply: object) => {
    const answer = await desk.call(BO, 'POST', `/api/v2/tickets/${id}/reply_check`, { reply })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body.reply_check
  }
  const set = (reply_aid: object) => desk.call(ADA, 'PUT', '/api/v2/reply_aid', { reply_aid })

  it('a draft is checked for the status that it is sent in, and nothing is saved', async () => {
    const before = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body
    expect(await check({ body: 'Hello' })).toMatchObject({
      complete: false,
      missing: ['summary', 'steps', 'next_update'],
    })
    expect(await check({ body: 'Which version?', status: 'pending' })).toMatchObject({ missing: ['summary'] })
    expect(await check({ html_body: '<p>We found it.</p>', status: 'solved' })).toMatchObject({
      complete: true,
      hints: [],
    })
    expect(await check({ body: 'x', public: false })).toMatchObject({ complete: true })
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body).toEqual(before)
  })

  it('an update that the ticket promises need not be promised again', async () => {
    const at = new Date(desk.ground.clock.now() + 3_600_000).toISOString()
    await desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, { ticket: { next_update_at: at } })
    expect((await check({ body: 'Hello' })).missing).toEqual(['summary', 'steps'])
  })

  it('a desk says what it wants of which kinds, and gives words', async () => {
    expect((await set({ wanted: [{ kinds: ['incident'], parts: ['questions'] }] })).status).toBe(200)
    expect((await check({ body: 'Hello' })).missing).toEqual(['questions'])
    const answer = await set({ words: { questions: ['Bitte schicken'] } })
    expect(answer.body.reply_aid.words.questions).toEqual(['bitte schicken'])
    expect((await check({ body: 'Bitte schicken Sie das Log.' })).complete).toBe(true)
    await set({ wanted: null, words: null })
    expect((await check({ body: 'Bitte schicken Sie das Log.' })).missing).toEqual(['summary', 'steps'])
    expect((await set({ wanted: [{ parts: ['poem'] }] })).status).toBe(422)
    expect((await desk.call(BO, 'PUT', '/api/v2/reply_aid', { reply_aid: {} })).status).toBe(403)
  })

  it('is for staff who see the ticket, and bounded', async () => {
    const path = `/api/v2/tickets/${id}/reply_check`
    expect((await desk.call(CORA, 'POST', path, { reply: { body: 'x' } })).status).toBe(403)
    const long = { reply: { body: 'x'.repeat(70_000) } }
    expect((await desk.call(BO, 'POST', path, long)).status).toBe(422)
    const nowhere = await desk.call(BO, 'POST', '/api/v2/tickets/999999/reply_check', { reply: {} })
    expect(nowhere.status).toBe(404)
  })
})
