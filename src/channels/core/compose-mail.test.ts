import { describe, expect, it } from 'vitest'
import { composeMail, FILES_TOTAL_BYTES, headerText, type MailDraft } from './compose-mail.ts'

const draft: MailDraft = {
  from: { name: 'Mainstay', address: 'support@desk.example' },
  to: { name: 'Carol', address: 'carol@customer.example' },
  replyTo: 'support+1.2.abc@desk.example',
  messageId: '<m3@desk.example>',
  thread: ['<m1@customer.example>', '<m2@desk.example>'],
  subject: 'Re: Printer on fire',
  text: 'Use the red one.',
  html: '<p>Use the red one.</p>',
  automatic: false,
  deskId: 'desk.example',
  files: [],
}

describe('an outgoing mail', () => {
  it('answers the newest of the thread and names the rest', () => {
    expect(composeMail(draft)).toMatchObject({
      inReplyTo: '<m2@desk.example>',
      references: ['<m1@customer.example>', '<m2@desk.example>'],
      envelope: { from: 'support@desk.example', to: 'carol@customer.example' },
    })
  })

  it('keeps the first and the newest of a long thread', () => {
    const thread = Array.from({ length: 40 }, (_, n) => `<m${n}@desk.example>`)
    const { references } = composeMail({ ...draft, thread })
    expect(references).toHaveLength(12)
    expect(references[0]).toBe('<m0@desk.example>')
    expect(references.at(-1)).toBe('<m39@desk.example>')
  })

  it('marks automatic mail, and only that', () => {
    expect(composeMail({ ...draft, automatic: true }).headers).toMatchObject({
      'Auto-Submitted': 'auto-generated',
    })
    expect(composeMail(draft).headers).not.toHaveProperty('Auto-Submitted')
  })

  it.each([
    '\r\nBcc: victim@elsewhere.example',
    '\nX: y',
    '\u0000',
    '\u2028Bcc: v@e.example',
    '\u0085Bcc: v@e.example',
    '\u202egnp.exe',
  ])('lets nothing break out of a header: %j', (poison) => {
    const mail = composeMail({
      ...draft,
      subject: `Hello${poison}`,
      to: { name: `Carol${poison}`, address: 'carol@customer.example' },
      from: { name: `Desk${poison}`, address: 'support@desk.example' },
    })
    for (const text of [mail.subject, mail.to.name, mail.from.name]) {
      expect(text).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u)
    }
  })

  it('takes files along while they fit', () => {
    const file = { fileName: 'a.log', contentType: 'text/plain', blob: 'x', contentId: null }
    const mail = composeMail({
      ...draft,
      files: [
        { ...file, id: 1, size: FILES_TOTAL_BYTES - 10 },
        { ...file, id: 2, size: 11 },
        { ...file, id: 3, size: 10 },
      ],
    })
    expect(mail.files.map((one) => one.id)).toEqual([1, 3])
  })

  it('leaves ordinary writing alone', () => {
    expect(headerText('Grüße an Žofie 🙂')).toBe('Grüße an Žofie 🙂')
  })
})
