import type { ParsedMail } from './mail.ts'

/** A mail from Carol, a person, to be spread and changed by tests. */
export const carolsMail: ParsedMail = {
  from: { name: 'Carol Customer', address: 'carol@customer.example' },
  severalAuthors: false,
  replyTo: [],
  to: [{ name: '', address: 'support@example.com' }],
  cc: [],
  subject: 'The printer is on fire',
  messageId: '<1@customer.example>',
  references: [],
  sentAt: null,
  marks: {},
  contentType: 'text/plain',
  reportType: null,
  report: null,
  text: 'Please help.',
  quotedText: '',
  html: '<p>Please help.</p>',
  quotedHtml: null,
  attachments: [],
  forwarded: null,
  remarks: [],
}
