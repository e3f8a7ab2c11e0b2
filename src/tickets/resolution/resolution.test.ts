import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORIGIN } from '../api-fixture.ts'
import { ADA, BO, CORA, LIA } from '../fixture.ts'
import { type SupportDesk, supportDesk } from '../support-fixture.ts'

let desk: SupportDesk
beforeAll(async () => {
  desk = await supportDesk()
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})

const path = (id: number | string = '') => `/api/v2/resolution_codes${id === '' ? '' : `/${id}`}`
const make = (code: object, who: number | null = ADA) =>
  desk.call(who, 'POST', path(), { resolution_code: code })

describe('resolution codes', () => {
  it('are read by staff and written by those who run the desk', async () => {
    expect((await make({ label: 'x' }, null)).status).toBe(401)
    for (const who of [CORA, LIA, BO]) expect((await make({ label: 'x' }, who)).status).toBe(403)
    expect((await desk.call(CORA, 'GET', path())).status).toBe(403)
    expect((await desk.call(LIA, 'GET', path())).status).toBe(200)
  })

  it('are made, changed but for the code, ordered and removed', async () => {
    const answer = await make({ label: 'Known issue', kinds: ['incident'] })
    const { resolution_code: code } = answer.body
    expect([answer.status, answer.headers.location]).toEqual([201, `${ORIGIN}${path(`${code.id}.json`)}`])
    expect(code).toMatchObject({
      code: 'known_issue',
      label: 'Known issue',
      active: true,
      kinds: ['incident'],
    })
    const changed = await desk.call(ADA, 'PUT', path(code.id), {
      resolution_code: { code: 'other', label: 'A known issue', active: false },
    })
    expect(changed.body.resolution_code).toMatchObject({
      code: 'known_issue',
      label: 'A known issue',
      active: false,
    })
    expect(
      (await desk.call(ADA, 'PUT', path(code.id), { resolution_code: { active: true } })).body
        .resolution_code,
    ).toMatchObject({ label: 'A known issue', active: true })
    const only = (await desk.call(BO, 'GET', `${path()}?active=false`)).body
    expect(only.resolution_codes).toEqual([])
    expect((await desk.call(ADA, 'DELETE', path(code.id))).status).toBe(204)
    expect((await desk.call(BO, 'GET', path(code.id))).status).toBe(404)
  })

  it.each([
    ['no label', {}, ['label', 'code']],
    ['too long a label', { label: 'x'.repeat(256), code: 'x' }, ['label']],
    ['too long a code', { label: 'x', code: 'x'.repeat(65) }, ['code']],
    ['a kind that is none', { label: 'x', kinds: ['wish'] }, ['kinds']],
    ['a form that is none', { label: 'x', ticket_form_ids: [424242] }, ['ticket_form_ids']],
  ] as const)('refuse %s', async (_what, code, fields) => {
    const { status, body } = await make(code)
    expect([status, Object.keys(body.details)]).toEqual([422, fields])
  })

  it('are one of a kind', async () => {
    await make({ label: 'Twice' })
    expect((await make({ label: 'TWICE' })).body.details.code[0].error).toBe('DuplicateValue')
  })

  it('say how a ticket was solved, once the desk wants to know', async () => {
    await make({ label: 'Fixed' })
    await make({ label: 'Delivered', kinds: ['service_request'] })
    const quiet = await desk.made()
    expect((await desk.put(quiet, { status: 'solved' })).status).toBe(200)
    await desk.settings({ resolution_code_required: true })
    const id = await desk.made({ set: { subject: 'x', type: 'question' } })
    expect((await desk.put(id, { status: 'solved' })).body.details.resolution_code).toEqual([
      { description: 'Resolution code:: is required when solving a ticket', error: 'BlankValue' },
    ])
    expect((await desk.put(id, { status: 'pending' })).status).toBe(200)
    for (const wrong of ['delivered', 'nonsense'])
      expect((await desk.put(id, { resolution_code: wrong })).body.details.resolution_code[0].error).toBe(
        'InvalidValue',
      )
    const solved = await desk.put(id, { status: 'solved', resolution_code: 'FIXED' })
    expect(solved.body.ticket).toMatchObject({ status: 'solved', resolution_code: 'fixed' })
    expect(solved.body.audit.events).toContainEqual(
      expect.objectContaining({ field_name: 'resolution_code', value: 'fixed' }),
    )
    // A client that puts the whole ticket back does not stumble over it.
    expect((await desk.put(id, solved.body.ticket)).status).toBe(200)
    expect((await desk.undoLast(id)).status).toBe(200)
    await desk.settings({ resolution_code_required: false })
  })

  it('are none of the customers’ business', async () => {
    await desk.call(ADA, 'POST', path(), { resolution_code: { label: 'Answered' } })
    const request = await desk.call(CORA, 'POST', '/api/v2/requests', {
      request: { subject: 'x', comment: { body: 'x' }, resolution_code: 'answered', kind: 'change' },
    })
    expect(request.status).toBe(201)
    const { ticket } = (await desk.call(BO, 'GET', `/api/v2/tickets/${request.body.request.id}`)).body
    expect([ticket.resolution_code, ticket.kind]).toEqual([null, null])
  })
})
