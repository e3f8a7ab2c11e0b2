import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isSupportAddress,
  makeMessageId,
  makeReplyAddress,
  readAddressToken,
  readMessageId,
  splitAddress,
  verifyClaim,
} from './reply-token.ts'

const sign = (text: string) => createHmac('sha256', 'k').update(text).digest()
const otherKey = (text: string) => createHmac('sha256', 'other').update(text).digest()
const to = { ticketId: 4711, userId: 1003, mailEpoch: 2 }

const claimIn = (address: string) => {
  const { detail } = splitAddress(address)
  return readAddressToken(detail ?? '')
}

describe('reply addresses', () => {
  test('survive the round trip, in any case of letters', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8e15 }),
        fc.integer({ min: 1, max: 8e15 }),
        fc.nat(),
        (ticketId, userId, mailEpoch) => {
          const address = makeReplyAddress('support@example.com', { ticketId, userId, mailEpoch }, sign)
          for (const seen of [address, address.toUpperCase()]) {
            const claim = claimIn(seen)
            expect(claim).toMatchObject({ kind: 'address', ticketId, userId })
            expect(claim && verifyClaim(claim, mailEpoch, sign)).toBe(true)
          }
        },
      ),
    )
  })

  test('carry 130 bits', () => {
    const address = makeReplyAddress('support@example.com', to, sign)
    expect(address).toMatch(/^support\+3mv\.rv\.[a-z2-7]{26}@example\.com$/)
  })

  test('are worth nothing for another ticket, person, epoch, purpose or installation', () => {
    const claim = claimIn(makeReplyAddress('support@example.com', to, sign))!
    expect(verifyClaim(claim, 2, sign)).toBe(true)
    expect(verifyClaim({ ...claim, ticketId: 4712 }, 2, sign)).toBe(false)
    expect(verifyClaim({ ...claim, userId: 1004 }, 2, sign)).toBe(false)
    expect(verifyClaim({ ...claim, kind: 'message' }, 2, sign)).toBe(false)
    expect(verifyClaim(claim, 3, sign)).toBe(false)
    expect(verifyClaim(claim, 2, otherKey)).toBe(false)
  })

  test('resist guessing: 20,000 random tokens, one changed character at each place', () => {
    const claim = claimIn(makeReplyAddress('support@example.com', to, sign))!
    for (let i = 0; i < 20_000; i++) {
      const mac = [...randomBytes(26)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')
      expect(verifyClaim({ ...claim, mac }, 2, sign)).toBe(false)
    }
    for (let at = 0; at < 26; at++) {
      const other = claim.mac[at] === 'a' ? 'b' : 'a'
      expect(
        verifyClaim({ ...claim, mac: claim.mac.slice(0, at) + other + claim.mac.slice(at + 1) }, 2, sign),
      ).toBe(false)
    }
  })

  test('refuse a signature that is too short', () => {
    expect(() => makeReplyAddress('s@x.y', to, () => new Uint8Array(8))).toThrow('130 bits')
  })
})

describe('Message-IDs', () => {
  test('survive the round trip and are bound to their nonce', () => {
    const id = makeMessageId('example.com', to, 'effect9', sign)
    expect(id).toMatch(/^<mst\.3mv\.rv\.effect9\.[a-z2-7]{26}@example\.com>$/)
    const claim = readMessageId(id)!
    expect(verifyClaim(claim, 2, sign)).toBe(true)
    expect(verifyClaim({ ...claim, nonce: 'effect8' }, 2, sign)).toBe(false)
    expect(readMessageId(id.slice(1, -1))).toEqual(claim)
  })

  test.each([
    '<mst.1.2.3@example.com>',
    '<abc@example.com>',
    '',
    '<mst.1.2.x.aaaa@e.com>',
    'mst.0.0.x.aaaaaaaaaaaaaaaaaaaaaaaaaa@e',
  ])('reads nothing into %s', (id) => expect(readMessageId(id)).toBeUndefined())
})

describe('support addresses', () => {
  test('take a plus part, in any case, and nothing else', () => {
    const own = ['Support@Example.com', 'help+eu@example.com']
    expect(isSupportAddress('support@example.com', own)).toBe(true)
    expect(isSupportAddress('SUPPORT+x.y@example.com', own)).toBe(true)
    expect(isSupportAddress('help+eu@example.com', own)).toBe(true)
    expect(isSupportAddress('supporter@example.com', own)).toBe(false)
    expect(isSupportAddress('support@example.com.evil.test', own)).toBe(false)
    expect(isSupportAddress('support@evil.test', own)).toBe(false)
  })
})
