import type { Id } from '../../kernel/index.ts'
import { isId } from '../../kernel/index.ts'

/** HMAC of a text under the installation's `reply` key: 17 bytes at least. */
export type Sign = (text: string) => Uint8Array

/** What a reply address or a Message-ID of ours says before anybody has checked it. */
export type ReplyClaim = {
  readonly kind: 'address' | 'message'
  readonly ticketId: Id
  readonly userId: Id
  /** Of a Message-ID: what tells two mails to the same person apart. Empty for addresses. */
  readonly nonce: string
  readonly mac: string
}

/** 26 characters of 5 bits: 130 bits. */
const MAC_CHARACTERS = 26
/** Lower case only: mail servers on the way may fold the case of a local part. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

const base32 = (bytes: Uint8Array, characters: number): string => {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5 && text.length < characters) {
      bits -= 5
      text += BASE32[(held >> bits) & 31]
    }
  }
  return text
}

type Subject = Pick<ReplyClaim, 'kind' | 'ticketId' | 'userId' | 'nonce'>

const macOf = (subject: Subject, mailEpoch: number, sign: Sign): string => {
  const text = `${subject.kind}:${subject.ticketId}:${subject.userId}:${mailEpoch}:${subject.nonce}`
  const mac = base32(sign(text), MAC_CHARACTERS)
  if (mac.length < MAC_CHARACTERS) throw new Error('A reply token needs a signature of 130 bits')
  return mac
}

/** Equal length, no early exit: the time says nothing of where the first difference is. */
const sameText = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % (b.length || 1))
  return difference === 0
}

/** Whether the claim was issued by us for that ticket and person and has not been revoked by a raise of the epoch. */
export const verifyClaim = (claim: ReplyClaim, mailEpoch: number, sign: Sign): boolean =>
  sameText(claim.mac, macOf(claim, mailEpoch, sign))

export type ReplyTo = { readonly ticketId: Id; readonly userId: Id; readonly mailEpoch: number }

/** `support+<ticket>.<user>.<mac>@example.com`: where this person's answers to this ticket go. */
export const makeReplyAddress = (supportAddress: string, to: ReplyTo, sign: Sign): string => {
  const at = supportAddress.lastIndexOf('@')
  const mac = macOf(
    { kind: 'address', ticketId: to.ticketId, userId: to.userId, nonce: '' },
    to.mailEpoch,
    sign,
  )
  const token = `${to.ticketId.toString(36)}.${to.userId.toString(36)}.${mac}`
  return `${supportAddress.slice(0, at)}+${token}${supportAddress.slice(at)}`
}

/**
 * `<mst.<ticket>.<user>.<nonce>.<mac>@example.com>`, brackets included. `nonce` is lower-case letters and digits and
 * differs for each mail; the same nonce gives the same id, so that a repeated delivery is recognised.
 */
export const makeMessageId = (domain: string, to: ReplyTo, nonce: string, sign: Sign): string => {
  if (!NONCE.test(nonce)) throw new Error('A Message-ID nonce is 1 to 40 lower-case letters and digits')
  const mac = macOf({ kind: 'message', ticketId: to.ticketId, userId: to.userId, nonce }, to.mailEpoch, sign)
  return `<mst.${to.ticketId.toString(36)}.${to.userId.toString(36)}.${nonce}.${mac}@${domain}>`
}

const NONCE = /^[a-z0-9]{1,40}$/
const ADDRESS_TOKEN = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([a-z2-7]{26})$/
const MESSAGE_TOKEN =
  /^<?mst\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-z]{1,40})\.([a-z2-7]{26})@[^\s<>]{1,255}>?$/

/** Reads what follows the plus sign of an address; `undefined` when it has not even the form of ours. */
export const readAddressToken = (detail: string): ReplyClaim | undefined => {
  const match = ADDRESS_TOKEN.exec(detail.toLowerCase())
  if (match === null) return undefined
  return claimOf('address', match[1], match[2], '', match[3])
}

/** Reads a Message-ID, with or without its brackets; `undefined` when it has not the form of ours. */
export const readMessageId = (messageId: string): ReplyClaim | undefined => {
  const match = MESSAGE_TOKEN.exec(messageId.trim().toLowerCase())
  if (match === null) return undefined
  return claimOf('message', match[1], match[2], match[3], match[4])
}

const claimOf = (
  kind: ReplyClaim['kind'],
  ticket: string | undefined,
  user: string | undefined,
  nonce: string | undefined,
  mac: string | undefined,
): ReplyClaim | undefined => {
  const ticketId = Number.parseInt(ticket ?? '', 36)
  const userId = Number.parseInt(user ?? '', 36)
  if (!isId(ticketId) || !isId(userId) || nonce === undefined || mac === undefined) return undefined
  return { kind, ticketId, userId, nonce, mac }
}

/** An address in its parts: `support+detail@example.com`. Lower case. */
export type SplitAddress = { readonly base: string; readonly detail: string | null }

/** Takes the plus part off an address. */
export const splitAddress = (address: string): SplitAddress => {
  const lower = address.trim().toLowerCase()
  const at = lower.lastIndexOf('@')
  const plus = lower.indexOf('+')
  if (plus < 0 || plus > at) return { base: lower, detail: null }
  return { base: lower.slice(0, plus) + lower.slice(at), detail: lower.slice(plus + 1, at) }
}

/** Whether mail to this address is ours: a support address, or one with a plus part behind its local part. */
export const isSupportAddress = (address: string, supportAddresses: readonly string[]): boolean => {
  const { base } = splitAddress(address)
  return supportAddresses.some(
    (own) => own.toLowerCase() === base || own.toLowerCase() === address.toLowerCase(),
  )
}

/** What our mails say of where they come from (`X-Mainstay`), so that one that comes back is known for a loop. */
export const deskIdOf = (baseUrl: string): string => new URL(baseUrl).host.toLowerCase()
