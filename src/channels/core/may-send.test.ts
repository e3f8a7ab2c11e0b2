import { describe, expect, it } from 'vitest'
import { maySend, type Sending } from './may-send.ts'

const receipt: Sending = {
  automatic: true,
  audience: 'end_user',
  recipient: {
    active: true,
    suspended: false,
    verified: true,
    address: 'carol@customer.example',
    deliverable: true,
    unwilling: false,
  },
  provenByMail: false,
  answersRecipient: true,
  sent: { toThisOnThread: 0, lastHour: 0, lastDay: 0 },
}
const unproven = { ...receipt.recipient, verified: false }
const verdict = (change: Partial<Sending>): string => maySend({ ...receipt, ...change }).send

describe('whether a mail may leave', () => {
  it.each<[string, Partial<Sending>, string]>([
    ['a receipt to a proven address', {}, 'whole'],
    [
      'a second automatic answer on the thread',
      { sent: { toThisOnThread: 1, lastHour: 1, lastDay: 1 } },
      'no',
    ],
    [
      'a comment passed on to somebody else on the thread',
      { answersRecipient: false, sent: { toThisOnThread: 1, lastHour: 1, lastDay: 1 } },
      'whole',
    ],
    ['the third in an hour', { sent: { toThisOnThread: 0, lastHour: 2, lastDay: 2 } }, 'whole'],
    ['the fourth in an hour', { sent: { toThisOnThread: 0, lastHour: 3, lastDay: 3 } }, 'no'],
    ['a receipt to an unproven address', { recipient: unproven }, 'bare'],
    [
      'a second that day to an unproven address',
      { recipient: unproven, sent: { toThisOnThread: 0, lastHour: 0, lastDay: 1 } },
      'no',
    ],
    ['an answer to a mail whose sender was proven', { recipient: unproven, provenByMail: true }, 'whole'],
    [
      "an agent's comment, however many mails went before",
      { automatic: false, recipient: unproven, sent: { toThisOnThread: 9, lastHour: 9, lastDay: 9 } },
      'whole',
    ],
    [
      'a notice to an agent, however many went before',
      { audience: 'agent', sent: { toThisOnThread: 9, lastHour: 9, lastDay: 9 } },
      'whole',
    ],
    [
      'anything to a suspended person',
      { automatic: false, recipient: { ...unproven, suspended: true } },
      'no',
    ],
    ['anything to a deleted person', { automatic: false, recipient: { ...unproven, active: false } }, 'no'],
    [
      "an agent's comment to an address that bounced",
      { automatic: false, recipient: { ...receipt.recipient, unwilling: true } },
      'whole',
    ],
    [
      'anything to an address that is gone',
      { automatic: false, recipient: { ...receipt.recipient, deliverable: false } },
      'no',
    ],
    [
      'an automatic mail to an address that bounced',
      { recipient: { ...unproven, deliverable: false } },
      'no',
    ],
    ['anything without an address', { recipient: { ...unproven, address: null } }, 'no'],
  ])('%s: %s', (_what, change, expected) => {
    expect(verdict(change)).toBe(expected)
  })
})
