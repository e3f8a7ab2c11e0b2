import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { BO, CORA } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const CALL = {
  from: '+49 30 1234',
  to: '+49 30 5678',
  recording_url: 'https://calls.example/1.mp3',
  started_at: '2026-01-31T07:00:00Z',
  call_duration: 40,
  answered_by_id: BO,
  transcription_text: 'The printer burns',
  location: 'Berlin',
}
const call = (voice_comment: object, more: object = {}) =>
  desk.call(BO, 'POST', '/api/v2/tickets', {
    ticket: { subject: 'A call', requester_id: CORA, voice_comment, via_id: 44, ...more },
  })

describe('a call', () => {
  it('becomes a VoiceComment of the ticket, with its data and its words', async () => {
    const { status, body } = await call({ ...CALL, public: false }, { attribute_value_ids: ['skill'] })
    expect([status, body.ticket.via.channel]).toEqual([201, 'voice'])
    const data = {
      from: CALL.from,
      to: CALL.to,
      recording_url: CALL.recording_url,
      call_duration: 40,
      answered_by_id: BO,
      transcription_text: 'The printer burns',
      started_at: CALL.started_at,
      location: 'Berlin',
    }
    const { comments } = (await desk.call(BO, 'GET', `/api/v2/tickets/${body.ticket.id}/comments`)).body
    expect(comments).toMatchObject([
      { type: 'VoiceComment', public: false, data, formatted_from: CALL.from, transcription_visible: true },
    ])
    expect(comments[0].body).toContain('Transcription: The printer burns')
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${body.ticket.id}/audits`)).body
    expect(audits[0].events[0]).toMatchObject({ type: 'VoiceComment', data })
    expect(body.audit.events[0]).toMatchObject({ type: 'VoiceComment', data })
  })

  it('stands below the words of a comment beside it', async () => {
    const { body } = await call({ from: '1' }, { comment: { body: 'She called.' } })
    expect(body.ticket.description).toBe('She called.\n\nCall\nFrom: 1')
  })

  it.each([
    ['a link that is none', { recording_url: 'javascript:alert(1)' }],
    ['a time that is none', { started_at: 'noon' }],
    ['too many words', { transcription_text: 'x'.repeat(65_537) }],
  ])('refuses %s', async (_what, wrong) => {
    const { status, body } = await call({ ...CALL, ...wrong })
    expect([status, Object.keys(body.details)[0]]).toEqual([422, 'voice_comment'])
  })

  it('is nothing that customers can make up', async () => {
    const { status, body } = await desk.call(CORA, 'POST', '/api/v2/requests', {
      request: { subject: 'x', comment: { body: 'x' }, voice_comment: CALL },
    })
    expect([status, body.request.description]).toEqual([201, 'x'])
  })
})
