import { describe, expect, test } from 'vitest'
import type { CauseName } from './causes.ts'
import { carolsMail } from './fixture.ts'
import { machineCause } from './machine-mail.ts'
import type { ParsedMail } from './mail.ts'

const own = {
  supportAddresses: ['support@example.com'],
  isOurMessageId: (id: string) => id === '<ours@example.com>',
  ownMark: 'desk.example.com',
}
const envelope = { from: 'carol@customer.example', to: ['support@example.com'] }
const from = (address: string): Partial<ParsedMail> => ({ from: { name: '', address } })
const marks = (headers: Record<string, string>, subject = 'Hello'): Partial<ParsedMail> => ({
  marks: headers,
  subject,
})

const MACHINES: [string, Partial<ParsedMail>, CauseName][] = [
  ['RFC 3834 auto-replied', marks({ 'auto-submitted': 'auto-replied' }), 'auto_responder'],
  [
    'RFC 3834 with parameters',
    marks({ 'auto-submitted': 'auto-generated; owner-email="x"' }),
    'auto_responder',
  ],
  ['RFC 3834, unknown value', marks({ 'auto-submitted': 'Auto-Notified' }), 'auto_responder'],
  ['Precedence', marks({ precedence: 'bulk' }), 'auto_responder'],
  ['Precedence auto_reply', marks({ precedence: 'auto_reply' }), 'auto_responder'],
  ['X-Autoreply', marks({ 'x-autoreply': 'yes' }), 'auto_responder'],
  ['Exchange', marks({ 'x-auto-response-suppress': 'DR, OOF, AutoReply' }), 'auto_responder'],
  ['a list', marks({ 'list-id': 'Announcements <news.other.example>' }), 'auto_responder'],
  [
    'absence, English',
    marks({ 'auto-submitted': 'auto-replied' }, 'Out of Office: back Monday'),
    'out_of_office',
  ],
  ['absence, German', marks({ 'x-autoreply': 'yes' }, 'Abwesenheitsnotiz: Urlaub'), 'out_of_office'],
  ['absence, French', marks({ precedence: 'bulk' }, "Message d'absence"), 'out_of_office'],
  ['absence, Spanish', marks({ 'auto-submitted': 'auto-replied' }, 'Fuera de la oficina'), 'out_of_office'],
  ['absence, Italian', marks({ 'auto-submitted': 'auto-replied' }, 'Fuori sede fino al 3'), 'out_of_office'],
  [
    'absence, Portuguese',
    marks({ 'auto-submitted': 'auto-replied' }, 'Resposta automática: férias'),
    'out_of_office',
  ],
  ['absence, Dutch', marks({ 'auto-submitted': 'auto-replied' }, 'Afwezig'), 'out_of_office'],
  ['absence, Swedish', marks({ 'auto-submitted': 'auto-replied' }, 'Autosvar: semester'), 'out_of_office'],
  ['absence, Polish', marks({ 'auto-submitted': 'auto-replied' }, 'Autoodpowiedź: urlop'), 'out_of_office'],
  ['absence, Russian', marks({ 'auto-submitted': 'auto-replied' }, 'Автоответ: в отпуске'), 'out_of_office'],
  ['absence, Japanese', marks({ 'auto-submitted': 'auto-replied' }, '不在のお知らせ'), 'out_of_office'],
  ['absence, Chinese', marks({ 'auto-submitted': 'auto-replied' }, '自动回复: 休假'), 'out_of_office'],
  ['absence, Korean', marks({ 'auto-submitted': 'auto-replied' }, '부재중 알림'), 'out_of_office'],
  [
    'a delivery report',
    { contentType: 'multipart/report', reportType: 'delivery-status' },
    'delivery_failure',
  ],
  ['a mail daemon', from('MAILER-DAEMON@mx.example'.toLowerCase()), 'delivery_failure'],
  ['a failed recipient', marks({ 'x-failed-recipients': 'a@b.example' }), 'delivery_failure'],
  [
    'a read receipt',
    { contentType: 'multipart/report', reportType: 'disposition-notification' },
    'auto_responder',
  ],
  ['a system user', from('root@host.example'), 'system_user'],
  ['noreply', from('no-reply@shop.example'), 'no_reply'],
  ['donotreply', from('news.donotreply@shop.example'), 'no_reply'],
  ['a support address', from('support@example.com'), 'support_address'],
  ['an alias of a support address', from('support+x@example.com'), 'support_address'],
  ['a mail that we sent', { messageId: '<ours@example.com>' }, 'loop'],
  ['our own mark', marks({ 'x-mainstay': 'Desk.example.com' }), 'loop'],
  ['X-Loop', marks({ 'x-loop': 'support@example.com' }), 'loop'],
]

describe('machineCause', () => {
  test.each(MACHINES)('knows %s', (_, mail, cause) => {
    expect(machineCause({ ...carolsMail, ...mail }, envelope, own)).toBe(cause)
  })

  test('knows the null sender', () => {
    expect(machineCause(carolsMail, { ...envelope, from: '' }, own)).toBe('backscatter')
    expect(machineCause({ ...carolsMail, subject: 'Abwesenheit' }, { ...envelope, from: '' }, own)).toBe(
      'out_of_office',
    )
  })

  test.each<[string, Partial<ParsedMail>]>([
    ['an ordinary mail', {}],
    ['Auto-Submitted: no', marks({ 'auto-submitted': 'no' })],
    ['Auto-Submitted: No (with a comment)', marks({ 'auto-submitted': ' No (really)' })],
    ['somebody who writes about absence', { subject: 'Out of office message does not work' }],
    [
      'the list that the desk stands behind',
      marks({ 'list-id': 'Support <support.example.com>', precedence: 'list' }),
    ],
    ['X-Auto-Response-Suppress: None', marks({ 'x-auto-response-suppress': 'None' })],
    ['a person whose name resembles a machine', from('noreen.plyer@shop.example')],
    ['another desk', marks({ 'x-mainstay': 'help.other.example' })],
  ])('takes %s for a person', (_, mail) => {
    expect(machineCause({ ...carolsMail, ...mail }, envelope, own)).toBeNull()
  })
})
