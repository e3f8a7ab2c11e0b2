import { Resolver } from 'node:dns/promises'
import type { Resolve } from './verdict.ts'

const TIMEOUT_MS = 2_000
const KEPT_MS = 60_000
const KEPT_FAILURE_MS = 15_000
const MAX_KEPT = 5_000
/** So many failures in a row, and the resolver is taken for down: no mail waits for it a while. */
const FAILURES_TO_OPEN = 5
const OPEN_MS = 10_000

type Kept = { readonly answer: Promise<string[] | string[][]>; readonly until: number }

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')

/**
 * Asks DNS with a short patience, remembers answers for a minute, and stops asking for ten seconds when the resolver
 * does not answer: then verdicts are `temperror` at once, and mail flows on. `nowMs` is any clock that goes forward.
 */
export const patientResolver = (
  ask: Resolve = systemResolve(),
  nowMs: () => number = () => performance.now(),
): Resolve => {
  const kept = new Map<string, Kept>()
  let failures = 0
  let openUntil = 0

  const remember = (key: string, answer: Kept['answer'], forMs: number): void => {
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? '')
    kept.set(key, { answer, until: nowMs() + forMs })
  }
  return (name, recordType) => {
    const key = `${recordType} ${name.toLowerCase()}`
    const known = kept.get(key)
    if (known !== undefined && known.until > nowMs()) return known.answer
    if (nowMs() < openUntil)
      return Promise.reject(Object.assign(new Error('DNS is down'), { code: 'ETIMEOUT' }))
    const answer = ask(name, recordType)
    remember(key, answer, KEPT_MS)
    answer.then(
      () => {
        failures = 0
      },
      (error: unknown) => {
        if (isMissing(error)) {
          failures = 0
          return
        }
        remember(key, answer, KEPT_FAILURE_MS)
        failures++
        if (failures >= FAILURES_TO_OPEN) openUntil = nowMs() + OPEN_MS
      },
    )
    return answer
  }
}

const systemResolve = (): Resolve => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 })
  return async (name, recordType) => (await resolver.resolve(name, recordType)) as string[] | string[][]
}
