import { createHash, timingSafeEqual } from 'node:crypto'

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/

/** A challenge of the method S256: the only one, because `plain` protects nothing (RFC 7636 4.2). */
export const isChallenge = (text: string): boolean => CHALLENGE.test(text)

/** Whether the verifier is what the challenge was made of. Without a challenge there must be no verifier either. */
export const answersChallenge = (challenge: string | null, verifier: string | undefined): boolean => {
  if (challenge === null || verifier === undefined) return challenge === null && verifier === undefined
  if (!VERIFIER.test(verifier)) return false
  const made = createHash('sha256').update(verifier).digest()
  return timingSafeEqual(made, Buffer.from(challenge, 'base64url'))
}
