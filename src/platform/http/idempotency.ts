import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type Id, Refused, toIsoMs } from '../../kernel/index.ts'
import type { Ground } from '../ground.ts'
import type { RepeatableWork, Retell, RunOnce } from './dispatch.ts'
import { badParameter, HttpFailure } from './errors.ts'
import { type FoundKey, type KeyClaim, keyStore } from './idempotency-store.ts'
import type { ApiReply } from './route.ts'

/** This process, as the rows it claims name it. */
export type ProcessIdentity = {
  readonly id: number
  /** Whether the process of that id still runs, over all that share the database. */
  isAlive(id: number): Promise<boolean>
}

/** Asks a path of ours as the caller of a request; the status and the JSON that came. */
export type AskAs = (request: FastifyRequest, path: string) => Promise<{ status: number; body: unknown }>

export type IdempotencyDeps = {
  readonly ground: Pick<Ground, 'db' | 'clock' | 'keys' | 'log'>
  readonly process: ProcessIdentity
  readonly askAs: AskAs
  readonly originOf: (request: FastifyRequest) => string
}

const MAX_KEY_LENGTH = 255
/** A key that others free or take over while we look is looked at again, so often at most. */
const MAX_LOOKS = 3

const mismatch = new Refused({
  code: 'idempotency_mismatch',
  message: 'This Idempotency-Key was used before, with another request.',
})
const inProgress = new Refused({
  code: 'in_progress',
  message: 'The first request with this Idempotency-Key is still running.',
})

/**
 * Runs a POST with an `Idempotency-Key` once. The key is claimed before the work; its answer is kept for 24 h and given
 * again to the same request. A refusal or a failure frees the key. A claim whose process died is answered from the
 * location that the work's own transaction left, or taken over where it left none (zendesk-api.md 1.8, security.md 9).
 */
export const createRunOnce = (deps: IdempotencyDeps): RunOnce => {
  const { clock, log } = deps.ground
  const store = keyStore(deps.ground)
  /** What this process runs now. A row of ours whose key is not here was left behind, so nobody works on it. */
  const running = new Map<string, Buffer>()

  const runClaimed = async (id: Id, work: RepeatableWork): Promise<ApiReply> => {
    const answer = await work({
      id,
      locate: (tx, status, path) => store.locate(tx, id, { status, path }),
    }).catch(async (error: unknown) => {
      // The first error matters more than one that stops the release; the row is then found abandoned.
      await store.release(id).catch(() => undefined)
      throw error
    })
    await settle(id, answer)
    return { ...answer, headers: { ...answer.headers, 'x-idempotency-lookup': 'miss' } }
  }

  /** The work is committed: that its answer could not be kept must not make it look undone. */
  const settle = async (id: Id, answer: ApiReply): Promise<void> => {
    const isKept = (answer.status ?? 200) < 400 && answer.stream === undefined
    await (isKept ? store.keep(id, answer) : store.release(id)).catch((err: unknown) => {
      log.warn({ err }, 'answer of an idempotent request was not kept')
    })
  }

  const isAbandoned = async ({ owner }: FoundKey): Promise<boolean> =>
    owner === deps.process.id || !(await deps.process.isAlive(owner))

  /** The id of a claim to run, an answer to give again, or undefined to look once more. */
  const look = async (
    claim: KeyClaim,
    request: FastifyRequest,
    retell: Retell,
  ): Promise<Id | ApiReply | undefined> => {
    const claimed = await store.claim(claim)
    if (claimed !== undefined) return claimed
    const found = await store.find(claim)
    if (found === undefined) return undefined
    if (found.isExpired) return store.takeOver(found, claim)
    if (!found.bodyHash.equals(claim.bodyHash)) throw mismatch
    if (found.answer !== undefined) return found.answer
    if (!(await isAbandoned(found))) throw inProgress
    return found.location === undefined
      ? store.takeOver(found, claim)
      : located(found.id, found.location, { request, retell })
  }

  const located = async (
    id: Id,
    location: { readonly status: number; readonly path: string },
    { request, retell }: { readonly request: FastifyRequest; readonly retell: Retell },
  ): Promise<ApiReply> => {
    const { status, body } = await deps.askAs(request, location.path)
    if (status !== 200) throw new HttpFailure(status, body as object)
    const headers = { location: deps.originOf(request) + location.path }
    const answer: ApiReply = { status: location.status, body: await retell(body), headers }
    await settle(id, answer)
    return answer
  }

  const runOrRepeat = async (
    claim: KeyClaim,
    request: FastifyRequest,
    { work, retell }: { readonly work: RepeatableWork; readonly retell: Retell },
  ): Promise<ApiReply> => {
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      const seen = await look(claim, request, retell)
      if (typeof seen === 'number') return runClaimed(seen, work)
      if (seen !== undefined) return { ...seen, headers: { ...seen.headers, 'x-idempotency-lookup': 'hit' } }
    }
    throw inProgress
  }

  return async (request, work, retell = async (found) => found) => {
    const claim: KeyClaim = {
      principal: principalOf(request),
      key: keyOf(request),
      bodyHash: fingerprint(request),
      owner: deps.process.id,
      at: toIsoMs(clock.now()),
    }
    const name = `${claim.principal}\n${claim.key}`
    const other = running.get(name)
    if (other !== undefined) throw other.equals(claim.bodyHash) ? inProgress : mismatch
    running.set(name, claim.bodyHash)
    try {
      return await runOrRepeat(claim, request, { work, retell })
    } finally {
      running.delete(name)
    }
  }
}

const keyOf = (request: FastifyRequest): string => {
  const key = String(request.headers['idempotency-key'])
  if (key.length >= 1 && key.length <= MAX_KEY_LENGTH) return key
  throw new Refused(badParameter('Idempotency-Key', `must have 1 to ${MAX_KEY_LENGTH} characters`))
}

const principalOf = ({ caller }: FastifyRequest): string =>
  caller.userId === null ? caller.rateKey : `user:${caller.userId}`

/** An upload is told apart by its length and type: its bytes are not here yet when the key is claimed. */
const fingerprint = (request: FastifyRequest): Buffer => {
  const { headers, originalUrl, bodyBytes } = request
  return createHash('sha256')
    .update(`${request.method} ${originalUrl}\n`)
    .update(bodyBytes ?? `${headers['content-length'] ?? ''} ${headers['content-type'] ?? ''}`)
    .digest()
}
