import type { ParsedMail } from './mail.ts'
import type { MailVerdict } from './route-mail.ts'

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

/** What a mail that wants to speak in a ticket brings along. */
export const SPOOF_EVIDENCE = [
  ...(['valid_token', 'forged_token', 'subject_id_only', 'references_only', 'token_of_other'] as const),
] as const
export const SPOOF_SENDERS = ['requester', 'cc', 'agent', 'ex_agent', 'stranger'] as const

export type SpoofCell = {
  readonly verdict: MailVerdict
  readonly sender: (typeof SPOOF_SENDERS)[number]
  readonly evidence: (typeof SPOOF_EVIDENCE)[number]
  /** `comment 10` is in the ticket itself, `comment 20` in the other one; `suspend` names its cause. */
  readonly declared: string
}

/** Verdict, sender, then the kinds of evidence in their order: the declared outcome of each cell. */
const DECLARED = `
pass       requester  comment 10 | suspend 26 | new         | new         | suspend 6
pass       cc         comment 10 | suspend 26 | new         | new         | suspend 6
pass       agent      comment 10 | suspend 26 | new         | new         | comment 20
pass       ex_agent   suspend 10 | suspend 26 | new         | new         | suspend 6
pass       stranger   suspend 5  | suspend 26 | new         | new         | suspend 5
fail       requester  suspend 26 | suspend 26 | suspend 26  | suspend 26  | suspend 26
fail       cc         suspend 26 | suspend 26 | suspend 26  | suspend 26  | suspend 26
fail       agent      suspend 26 | suspend 26 | suspend 26  | suspend 26  | suspend 26
fail       ex_agent   suspend 26 | suspend 26 | suspend 26  | suspend 26  | suspend 26
fail       stranger   suspend 26 | suspend 26 | suspend 26  | suspend 26  | suspend 26
none       requester  suspend 20 | suspend 26 | new flagged | new flagged | suspend 6
none       cc         suspend 20 | suspend 26 | new flagged | new flagged | suspend 6
none       agent      suspend 20 | suspend 26 | suspend 20  | suspend 20  | suspend 20
none       ex_agent   suspend 10 | suspend 26 | new flagged | new flagged | suspend 6
none       stranger   suspend 5  | suspend 26 | new flagged | new flagged | suspend 5
temperror  requester  suspend 20 | suspend 26 | new flagged | new flagged | suspend 6
temperror  cc         suspend 20 | suspend 26 | new flagged | new flagged | suspend 6
temperror  agent      suspend 20 | suspend 26 | suspend 20  | suspend 20  | suspend 20
temperror  ex_agent   suspend 10 | suspend 26 | new flagged | new flagged | suspend 6
temperror  stranger   suspend 5  | suspend 26 | new flagged | new flagged | suspend 5
`

export const SPOOF_CELLS: readonly SpoofCell[] = DECLARED.trim()
  .split('\n')
  .flatMap((line) => {
    const [, verdict, sender, rest = ''] = /^(\S+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return rest.split('|').map((declared, at) => ({
      verdict: verdict as MailVerdict,
      sender: sender as SpoofCell['sender'],
      evidence: SPOOF_EVIDENCE[at]!,
      declared: declared.trim(),
    }))
  })
