import type { Readable } from 'node:stream'
import { addressParser } from 'postal-mime'
import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { cleanAddress, readAddressToken, splitAddress } from '../core/index.ts'
import type { Delivery } from '../mail/intake.ts'
import type { Message } from './connection.ts'
import type { Mailbox } from './mailbox.ts'

export type Fetched = {
  readonly mailbox: Pick<Mailbox, 'id' | 'address' | 'host'>
  readonly uidValidity: number
  readonly message: Message
  readonly content: Readable
  readonly at: Instant
}

/**
 * A message of a mailbox as if it had been delivered here. Its envelope is gone; what the last server wrote of it
 * stands in the header. Where it says nothing of the sender, the author is taken for it: no sender at all would mean
 * a report.
 */
export const deliveryOf = ({ mailbox, uidValidity, message, content, at }: Fetched): Delivery => ({
  envelopeFrom: senderIn(message.head),
  envelopeTo: [recipientIn(message.head, mailbox.address)],
  remoteIp: null,
  helo: null,
  mailboxId: mailbox.id,
  trace: `Received: from ${mailbox.host}\r\n\tby mailbox-${mailbox.id} with IMAP id ${uidValidity}.${message.uid};\r\n\t${dateOf(at)}\r\n`,
  content,
})

const dateOf = (at: Instant): string => new Date(toIsoMs(at)).toUTCString().replace('GMT', '+0000')

const MAX_VALUE = 10_000

const valuesOf = (head: string, name: string): string[] =>
  [...head.replace(/\r?\n[ \t]+/g, ' ').matchAll(new RegExp(`^${name}[ \\t]*:([^\\r\\n]*)`, 'gim'))].map(
    ([, value = '']) => value.trim().slice(0, MAX_VALUE),
  )

const addressesIn = (value: string): string[] =>
  addressParser(value, { flatten: true }).flatMap(({ address }) => cleanAddress(address) ?? [])

const senderIn = (head: string): string => {
  const [returnPath] = valuesOf(head, 'Return-Path')
  if (returnPath !== undefined && /^<\s*>/.test(returnPath)) return ''
  const known = [returnPath ?? '', ...valuesOf(head, 'From')].flatMap(addressesIn)
  return known[0] ?? UNKNOWN_SENDER
}

const UNKNOWN_SENDER = 'unknown@sender.invalid'

/** The mailbox's address; with the token of a thread where the mail was sent to it with one. */
const recipientIn = (head: string, own: string): string => {
  const named = ['Delivered-To', 'X-Delivered-To', 'X-Original-To', 'Envelope-To', 'To', 'Cc'].flatMap(
    (name) => valuesOf(head, name).flatMap(addressesIn),
  )
  return (
    named.find((address) => {
      const { base, detail } = splitAddress(address)
      return base === own && detail !== null && readAddressToken(detail) !== undefined
    }) ?? own
  )
}
