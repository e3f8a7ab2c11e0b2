import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk, ORIGIN } from '../api-fixture.ts'
import { ADA, BEA, BILLING, BO, CORA, LIA, SUPPORT } from '../fixture.ts'
import { macroEraser } from './use.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk?.close())

const ACTIONS = [{ field: 'status', value: 'solved' }]

const create = async (as: Id, macro: object, status = 201) => {
  const answer = await desk.call(as, 'POST', '/api/v2/macros', {
    macro: { title: 'Mine', actions: ACTIONS, ...macro },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  return answer.body.macro ?? answer.body
}
const get = async (as: Id, path: string, status = 200) => {
  const answer = await desk.call(as, 'GET', `/api/v2/${path}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  return answer.body
}
const put = async (as: Id, id: Id, macro: object, status = 200) => {
  const answer = await desk.call(as, 'PUT', `/api/v2/macros/${id}`, { macro })
  expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  return answer.body.macro ?? answer.body
}
const ticket = async (set: object = {}): Promise<Id> => {
  const body = {
    ticket: { subject: 'Fire', comment: { body: 'It burns.', author_id: CORA }, requester_id: CORA, ...set },
  }
  return (await desk.call(BO, 'POST', '/api/v2/tickets', body)).body.ticket.id
}
const titles = (macros: readonly { title: string }[]): string[] => macros.map(({ title }) => title)

describe('macros as documents', () => {
  it('a new desk has some, in folders', async () => {
    const { macros } = await get(LIA, 'macros')
    expect(titles(macros)).toContain('Take it!')
    expect((await get(LIA, 'macros/categories')).categories).toEqual(['Questions'])
    expect(titles((await get(BO, 'macros?category=Questions')).macros)).toEqual([
      'Questions::Ask for details',
    ])
    for (const { id } of macros) await get(BO, `macros/${id}/apply`)
    await get(CORA, 'macros', 403)
  })

  it('is made, shown, searched, changed, switched off and removed', async () => {
    const macro = await create(ADA, {
      title: 'Billing::Refunds::Say no',
      description: 'Politely',
      actions: [
        ...ACTIONS,
        { field: 'comment_mode_is_public', value: true },
        { field: 'comment_value', value: 'No.' },
      ],
    })
    expect(macro).toMatchObject({
      url: `${ORIGIN}/api/v2/macros/${macro.id}.json`,
      raw_title: 'Billing::Refunds::Say no',
      actions: [
        ...ACTIONS,
        { field: 'comment_mode_is_public', value: 'true' },
        { field: 'comment_value', value: 'No.' },
      ],
      restriction: null,
      owner_id: ADA,
      approved_by: null,
      approved_at: null,
    })
    expect((await get(BO, 'macros/categories')).categories).toEqual([
      'Billing',
      'Billing::Refunds',
      'Questions',
    ])
    expect(titles((await get(BO, 'macros/search?query=say')).macros)).toEqual([macro.title])
    expect(titles((await get(BO, 'macros?category=Billing::Refunds')).macros)).toEqual([macro.title])
    const off = await put(ADA, macro.id, { active: false })
    expect(off).toMatchObject({ active: false, actions: macro.actions })
    expect(titles((await get(BO, 'macros/active')).macros)).not.toContain(macro.title)
    await get(BO, `macros/${macro.id}/apply`, 404)
    const many = {
      macros: [
        { id: macro.id, active: true },
        { id: 1, position: 99 },
      ],
    }
    const answer = await desk.call(ADA, 'PUT', '/api/v2/macros/update_many', many)
    expect(answer.body.macros.map((one: { id: Id }) => one.id)).toEqual([macro.id, 1])
    expect(
      (await desk.call(ADA, 'DELETE', `/api/v2/macros/destroy_many?ids=${macro.id},99999999`)).status,
    ).toBe(204)
    await get(ADA, `macros/${macro.id}`, 404)
  })

  it.each([
    [{ title: ' ' }, 'title', 'Title: cannot be blank'],
    [{ actions: [] }, 'actions', 'Actions: actions: at least one is needed'],
    [
      { actions: [...ACTIONS, { field: 'status', value: 'closed' }] },
      'actions',
      'Actions: actions[1]: the value of status must be one of open, pending, hold, solved',
    ],
    [
      { actions: [{ field: 'notification_user', value: ['current_user', 'x', 'y'] }] },
      'actions',
      'Actions: actions[0]: notification_user cannot be used here',
    ],
    [
      { actions: [{ field: 'comment_value', value: '{% if %}' }] },
      'actions',
      expect.stringContaining(
        'Actions: actions[0]: the value of comment_value has a text that cannot be read',
      ),
    ],
    [
      { restriction: { type: 'User', id: BEA } },
      'restriction',
      'Restriction: a personal one belongs to whoever makes it',
    ],
    [{ approved: true }, 'approved', 'Approved: nobody can approve a macro of their own'],
  ])('%j is refused, naming what is wrong', async (wrong, field, description) => {
    const { details } = await create(ADA, wrong, 422)
    expect(details[field].map((one: { description: string }) => one.description)).toEqual([description])
  })

  it('is for whom it is restricted to, and written by whom roles let', async () => {
    const billing = await create(ADA, { title: 'B', restriction: { type: 'Group', ids: [BILLING] } })
    const agents = await create(ADA, { title: 'R', restriction: { type: 'Role', id: 3 } })
    const own = await create(BO, { title: 'O', restriction: { type: 'User', id: BO } })
    expect(own.owner_id).toBe(BO)
    await create(BO, {}, 403)
    await create(LIA, { restriction: { type: 'User', id: LIA } }, 403)
    await get(BO, `macros/${billing.id}`, 404)
    await get(BO, `macros/${billing.id}/apply`, 404)
    await get(BEA, `macros/${billing.id}`)
    await get(BO, `macros/${agents.id}`)
    await get(LIA, `macros/${agents.id}`, 404)
    await get(BEA, `macros/${own.id}`, 404)
    await put(BO, agents.id, { title: 'x' }, 403)
    await put(BO, own.id, { restriction: null }, 403)
    expect(titles((await get(BO, 'macros?access=personal')).macros)).toEqual(['O'])
    expect((await get(BEA, `macros/${agents.id}?include=permissions`)).macro.permissions).toEqual({
      can_edit: false,
      can_delete: false,
    })
  })

  it('is approved by somebody else, until what it says changes', async () => {
    const macro = await create(BO, { restriction: { type: 'User', id: BO } })
    await put(BO, macro.id, { approved: true }, 422)
    const shared = await create(ADA, { title: 'Shared', owner_id: BO })
    const approved = await put(ADA, shared.id, { approved: true })
    expect(approved).toMatchObject({ owner_id: BO, approved_by: ADA })
    expect(approved.approved_at).toMatch(/Z$/)
    expect(await put(ADA, shared.id, { description: 'x', active: false })).toMatchObject({ approved_by: ADA })
    expect(await put(ADA, shared.id, { actions: [{ field: 'priority', value: 'low' }] })).toMatchObject({
      approved_by: null,
      approved_at: null,
    })
  })

  it('tells what macros may do', async () => {
    const { actions } = await get(BO, 'macros/actions')
    const fields = actions.map((action: { field: string }) => action.field)
    expect(fields).toEqual(expect.arrayContaining(['status', 'comment_value', 'current_tags', 'attachment']))
    expect(fields).not.toContain('notification_user')
    expect((await get(BO, 'macros/definitions')).definitions.actions).toHaveLength(actions.length)
  })
})

describe('macros at work', () => {
  it('alone tells only what it changes', async () => {
    const macro = await create(ADA, {
      actions: [
        { field: 'status', value: 'pending' },
        { field: 'type', value: '' },
        { field: 'assignee_id', value: 'current_user' },
        { field: 'group_id', value: 'current_groups' },
        { field: 'current_tags', value: 'vip fire' },
        { field: 'remove_tags', value: 'old' },
        { field: 'subject', value: 'Re: {{current_user.name}}' },
        { field: 'comment_value', value: ['channel:all', 'Hello {{ticket.requester.name}}!'] },
        { field: 'comment_mode_is_public', value: 'false' },
      ],
    })
    expect((await get(BO, `macros/${macro.id}/apply`)).result).toEqual({
      problems: [],
      ticket: {
        status: 'pending',
        custom_status_id: 3,
        type: null,
        assignee_id: BO,
        group_id: SUPPORT,
        subject: 'Re: Bo Agent',
        additional_tags: ['fire', 'vip'],
        remove_tags: ['old'],
        comment: {
          body: 'Hello !',
          html_body: '<p>Hello !</p>',
          scoped_body: [['channel:all', 'Hello !']],
          public: false,
          attachments: [],
        },
      },
    })
  })

  it('on a ticket tells the whole of it, and saves nothing', async () => {
    const macro = await create(ADA, {
      actions: [
        { field: 'priority', value: 'high' },
        { field: 'current_tags', value: 'vip' },
        {
          field: 'comment_value',
          value:
            'Dear {{ticket.requester.first_name}}, about #{{ticket.id}}: <b>you</b> said\n{{ticket.latest_public_comment}}',
        },
        { field: 'comment_value_html', value: '<p>Bye<script>alert(1)</script>, {{agent.name}}</p>' },
      ],
    })
    const id = await ticket({ tags: ['fire'] })
    const before = (await get(BO, `tickets/${id}`)).ticket
    const { ticket: after, changed } = (await get(BEA, `tickets/${id}/macros/${macro.id}/apply`)).result
    const { comment, ...rest } = after
    expect(rest).toEqual({ ...before, priority: 'high', tags: ['fire', 'vip'] })
    expect(changed.sort()).toEqual(['priority', 'tags'])
    expect(comment.body).toBe(`Dear Cora, about #${id}: <b>you</b> said\nIt burns.\n\nBye, Bea Agent`)
    expect(comment.html_body).toContain('&lt;b&gt;you&lt;/b&gt;')
    expect(comment.html_body).not.toContain('script')
    expect(comment.scoped_body).toHaveLength(2)
    expect((await get(BO, `tickets/${id}`)).ticket).toEqual(before)
    await get(BO, `tickets/999999/macros/${macro.id}/apply`, 404)
    await get(BO, `tickets/${id}/macros/999999/apply`, 404)
    await get(CORA, `tickets/${id}/macros/${macro.id}/apply`, 403)
  })

  it('what a customer wrote is never read as a template', async () => {
    const macro = await create(ADA, {
      actions: [{ field: 'comment_value', value: 'You: {{ticket.title}} {{ticket.latest_comment}}' }],
    })
    const id = await ticket({
      subject: '{{ticket.requester.email}}',
      comment: { body: '{% assign x = 1 %}{{current_user.email}}', author_id: CORA },
    })
    const { comment } = (await get(BO, `tickets/${id}/macros/${macro.id}/apply`)).result.ticket
    expect(comment.body).toBe('You: {{ticket.requester.email}} {% assign x = 1 %}{{current_user.email}}')
  })

  it('quotes the whole conversation, notes in notes alone', async () => {
    const value =
      '{% for comment in ticket.comments %}{{comment.author.name}}: {{comment.value}}\n{% endfor %}'
    const actions = [{ field: 'comment_value', value }]
    const reply = await create(ADA, { actions })
    const note = await create(ADA, {
      actions: [...actions, { field: 'comment_mode_is_public', value: false }],
    })
    const id = await ticket()
    const said = { ticket: { comment: { body: 'canary-note', public: false } } }
    await desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, said)
    const body = async (macro: { id: Id }) =>
      (await get(BO, `tickets/${id}/macros/${macro.id}/apply`)).result.ticket.comment.body
    expect(await body(reply)).toBe('Cora Customer: It burns.\n')
    expect(await body(note)).toBe('Bo Agent: canary-note\nCora Customer: It burns.\n')
  })

  it('begins a macro with a ticket, or with another macro', async () => {
    const id = await ticket({
      priority: 'high',
      tags: ['fire'],
      group_id: SUPPORT,
      comment: { body: 'Use {{x}}' },
    })
    const { macro } = await get(BO, `macros/new?ticket_id=${id}`)
    expect(macro.actions).toContainEqual({ field: 'priority', value: 'high' })
    expect(macro.actions).toContainEqual({ field: 'comment_value', value: '{% raw %}Use {{x}}{% endraw %}' })
    await create(ADA, { title: macro.title, actions: macro.actions })
    expect((await get(BO, 'macros/new?macro_id=1')).macro.title).toBe('Copy of Take it!')
    await get(BO, 'macros/new', 400)
    await get(BO, 'macros/new?ticket_id=999999', 404)
  })

  it('counts its uses, and how often what was sent is another than what it drafted', async () => {
    const macro = await create(ADA, {
      actions: [{ field: 'comment_value', value: 'Thank you, {{ticket.requester.name}}.' }],
    })
    const send = async (text: (drafted: string) => string): Promise<Id> => {
      const id = await ticket()
      const { comment } = (await get(BO, `tickets/${id}/macros/${macro.id}/apply`)).result.ticket
      const change = { comment: { body: text(comment.body) }, macro_ids: [macro.id, 99_999_999] }
      expect((await desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, { ticket: change })).status).toBe(200)
      return id
    }
    await send((drafted) => drafted)
    await send((drafted) => `  ${drafted}\n`)
    await send((drafted) => `${drafted} And sorry.`)
    const shown = (await get(ADA, `macros/${macro.id}?include=usage_24h,edits`)).macro
    expect(shown).toMatchObject({ usage_24h: 3, edits: { sent: 3, edited: 1, rate: 0.333 } })
    const left = async (): Promise<number> =>
      (await desk.ground.db.rows(sql`select from macro_drafts where user_id = ${BO}`)).length
    expect(await left()).toBeGreaterThan(0)
    await desk.ground.db.transaction((tx) => macroEraser.eraseUser!(tx, BO))
    expect(await left()).toBe(0)
  })

  it('brings files along', async () => {
    const macro = await create(ADA, {})
    const path = `/api/v2/macros/${macro.id}/attachments`
    const type = { 'content-type': 'text/plain' }
    const made = await desk.call(ADA, 'POST', `${path}?filename=rules.txt`, Buffer.from('Rules'), type)
    expect(made.status).toBe(201)
    expect(made.body.macro_attachment).toMatchObject({
      filename: 'rules.txt',
      content_type: 'text/plain',
      size: 5,
    })
    const form = new FormData()
    form.set('attachment', new File(['More'], 'more.txt', { type: 'text/plain' }))
    const encoded = new Response(form)
    const headers = { 'content-type': encoded.headers.get('content-type')! }
    const second = await desk.call(ADA, 'POST', path, Buffer.from(await encoded.arrayBuffer()), headers)
    expect(second.body.macro_attachment).toMatchObject({ filename: 'more.txt', size: 4 })
    const { macro_attachments: files } = await get(BO, `macros/${macro.id}/attachments`)
    expect(files.map((file: { filename: string }) => file.filename)).toEqual(['rules.txt', 'more.txt'])
    const link = files[0].content_url.slice(ORIGIN.length)
    expect((await desk.call(null, 'GET', link)).raw.toString()).toBe('Rules')
    const id = await ticket()
    const { comment } = (await get(BO, `tickets/${id}/macros/${macro.id}/apply`)).result.ticket
    expect(comment.attachments.map((file: { file_name: string }) => file.file_name)).toEqual([
      'rules.txt',
      'more.txt',
    ])
    expect((await desk.call(BO, 'POST', `${path}?filename=x`, Buffer.from('x'), type)).status).toBe(403)
    expect((await desk.call(ADA, 'POST', path, Buffer.from('x'), type)).status).toBe(400)
    for (let n = 3; n <= 5; n++)
      expect((await desk.call(ADA, 'POST', `${path}?filename=${n}`, Buffer.from('x'), type)).status).toBe(201)
    expect((await desk.call(ADA, 'POST', `${path}?filename=6`, Buffer.from('x'), type)).status).toBe(422)
  })
})
