import { describe, expect, it } from 'vitest'
import { copyRule } from './copy-rule.ts'
import { readForwarded, unprefixed } from './forwarded.ts'

const CLIENTS: readonly (readonly [string, string, string])[] = [
  [
    'Gmail',
    'Fwd: Printer',
    '---------- Forwarded message ---------\nFrom: Carol Customer <carol@customer.example>\nDate: Mon, 5 Jan 2026 at 10:00\nSubject: Printer on fire\nTo: <bo@desk.example>\n\n\nIt burns.',
  ],
  [
    'Gmail, German',
    'Fwd: Printer',
    '---------- Forwarded message ---------\nVon: Carol Customer <carol@customer.example>\nDate: Mo., 5. Jan. 2026 um 10:00 Uhr\nSubject: Printer on fire\nTo: <bo@desk.example>\n\nIt burns.',
  ],
  [
    'Outlook',
    'FW: Printer',
    '________________________________\nFrom: Carol Customer <carol@customer.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Bo Agent <bo@desk.example>\nSubject: Printer on fire\n\nIt burns.',
  ],
  [
    'Outlook, old',
    'FW: Printer',
    'From: Carol Customer [mailto:carol@customer.example]\nSent: Monday, January 5, 2026 10:00 AM\nTo: Bo Agent\nSubject: Printer on fire\n\nIt burns.',
  ],
  [
    'Outlook, German',
    'WG: Printer',
    'Von: Carol Customer <carol@customer.example>\nGesendet: Montag, 5. Januar 2026 10:00\nAn: Bo Agent <bo@desk.example>\nBetreff: Printer on fire\n\nIt burns.',
  ],
  [
    'Outlook, French',
    'TR: Printer',
    'De : Carol Customer <carol@customer.example>\nEnvoyé : lundi 5 janvier 2026 10:00\nÀ : Bo Agent <bo@desk.example>\nObjet : Printer on fire\n\nIt burns.',
  ],
  [
    'Outlook, Spanish',
    'RV: Printer',
    'De: Carol Customer <carol@customer.example>\nEnviado el: lunes, 5 de enero de 2026 10:00\nPara: Bo Agent\nAsunto: Printer on fire\n\nIt burns.',
  ],
  [
    'Outlook, Japanese',
    '転送: Printer',
    '差出人: Carol Customer <carol@customer.example>\n送信日時: 2026年1月5日 10:00\n宛先: Bo\n件名: Printer on fire\n\nIt burns.',
  ],
  [
    'Outlook, Chinese',
    '转发: Printer',
    '发件人: Carol Customer <carol@customer.example>\n发送时间: 2026年1月5日 10:00\n收件人: Bo\n主题: Printer on fire\n\nIt burns.',
  ],
  [
    'Outlook, Russian',
    'FW: Printer',
    'От: Carol Customer <carol@customer.example>\nОтправлено: 5 января 2026 г. 10:00\nКому: Bo\nТема: Printer on fire\n\nIt burns.',
  ],
  [
    'Apple Mail',
    'Fwd: Printer',
    'Begin forwarded message:\n\n> From: Carol Customer <carol@customer.example>\n> Subject: Printer on fire\n> Date: 5 January 2026 at 10:00:00 CET\n> To: Bo Agent <bo@desk.example>\n> \n> It burns.',
  ],
  [
    'Apple Mail, German',
    'Printer',
    'Anfang der weitergeleiteten Nachricht:\n\nVon: Carol Customer <carol@customer.example>\nBetreff: Printer on fire\nDatum: 5. Januar 2026 um 10:00:00 MEZ\nAn: bo@desk.example\n\nIt burns.',
  ],
  [
    'Thunderbird',
    'Fwd: Printer',
    '-------- Forwarded Message --------\nSubject: \tPrinter on fire\nDate: \tMon, 5 Jan 2026 10:00:00 +0100\nFrom: \tCarol Customer <carol@customer.example>\nTo: \tBo Agent <bo@desk.example>\n\n\n\nIt burns.',
  ],
  [
    'Thunderbird, German',
    'Fwd: Printer',
    '-------- Weitergeleitete Nachricht --------\nBetreff: \tPrinter on fire\nDatum: \tMon, 5 Jan 2026 10:00:00 +0100\nVon: \tCarol Customer <carol@customer.example>\nAn: \tBo Agent <bo@desk.example>\n\nIt burns.',
  ],
]

describe('a mail that was passed on', () => {
  it.each(CLIENTS)('is read as %s retells it', (_client, subject, retold) => {
    const customer = { name: 'Carol Customer', address: 'carol@customer.example' }
    const whole = { from: customer, subject: 'Printer on fire', text: 'It burns.', html: null }
    expect(readForwarded(subject, retold)).toEqual({ ...whole, note: '' })
    expect(readForwarded(subject, `Please take this one.\n\n${retold}`)).toEqual({
      ...whole,
      note: 'Please take this one.',
    })
  })

  it('is none where nothing says so, or nobody is named', () => {
    const header = 'From: Carol <carol@customer.example>\nSent: Monday\nSubject: x\n\nwords'
    expect(readForwarded('Re: x', `An answer.\n\n${header}`)).toBeNull()
    expect(readForwarded('Fwd: x', 'Only words.')).toBeNull()
    expect(readForwarded('Fwd: x', 'From: Carol\nSubject: x\n\nwords')).toBeNull()
    expect(readForwarded('Fwd: x', 'From: nobody@\nDate: y')).toBeNull()
  })

  it('takes its time only as long as the text', () => {
    const long = 'From: a@b.example '.repeat(50_000)
    expect(readForwarded('Fwd: x', `${long}\n${'> '.repeat(100_000)}x`)).toBeNull()
    expect(unprefixed(`${'Fwd: '.repeat(100)}x`)).toBe('x')
  })
})

it('copies go to nobody whom the desk has barred', () => {
  expect(copyRule({ email_ccs_allowed: false })).toBeNull()
  const rule = copyRule({ cc_blocklist: ['list@a.example', '@b.example'] })!
  expect(['x@a.example', 'list@a.example', 'x@b.example', 'x@c.b.example', 'x@bb.example'].map(rule)).toEqual(
    [...[true, false, false, false, true]],
  )
})
