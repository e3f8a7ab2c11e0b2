import {
  type FieldError,
  type Id,
  invalid,
  invalidField,
  type Json,
  Refused,
  toIso,
} from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { type ApiRequest, askRoute, type Method, type Route } from '../../platform/http/index.ts'
import { type DraftOptions, draftOver, type PolicyDraft } from '../../platform/policy/index.ts'
import { reordered } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { NOUNS, type Noun } from './nouns.ts'

/** One wish of a change request; `body` as the kind's own route takes it, without its wrapper. */
export type WishedEdit = {
  readonly kind: string
  readonly id?: Id | string | undefined
  readonly op: 'create' | 'update' | 'delete' | 'reorder'
  readonly body?: Json | undefined
}

export type Asked = Pick<
  ApiRequest<unknown, unknown, unknown>,
  'caller' | 'ip' | 'requestId' | 'headers' | 'origin' | 'body'
>

/**
 * Makes edits in a draft of the policy, each by the very route that edits its kind: the same rights, the same checks.
 * Runs in `tx`, because such routes may write more than policy; whoever only wants to look takes that back.
 */
export const walk = async (
  room: Room,
  tx: Db,
  {
    asked,
    edits,
    draft: options,
  }: {
    readonly asked: Asked
    readonly edits: readonly WishedEdit[]
    readonly draft: DraftOptions
  },
): Promise<PolicyDraft> => {
  const draft = draftOver(room.ground.policy, options)
  const routes = room.routesOn(onDraft(room.ground, tx, draft))
  for (const [index, edit] of edits.entries()) {
    try {
      await step(room, tx, { asked, edit, routes, draft })
    } catch (error) {
      throw error instanceof Refused ? named(error, index) : error
    }
  }
  return draft
}

/** The ground with the draft in the place of the policy; nobody is woken by what may be taken back. */
const onDraft = (ground: Ground, tx: Db, { store }: PolicyDraft): Ground => ({
  ...ground,
  db: tx,
  policy: store,
  wake: () => undefined,
})

type Step = {
  readonly asked: Asked
  readonly edit: WishedEdit
  readonly routes: readonly Route[]
  readonly draft: PolicyDraft
}

const step = async (room: Room, tx: Db, { asked, edit, routes, draft }: Step): Promise<void> => {
  const noun = Object.hasOwn(NOUNS, edit.kind) ? NOUNS[edit.kind] : undefined
  if (noun === undefined) throw new Refused(invalidField('kind', 'Kind: is none that can be changed'))
  if (edit.op !== 'create' && edit.op !== 'reorder' && !noun.isSingle && edit.id === undefined)
    throw new Refused(invalidField('id', 'Id: cannot be blank', 'BlankValue'))
  const { route, isReorder } = routeOf(routes, noun, edit.op)
  if (route === undefined) {
    if (edit.op === 'reorder' && asked.caller.permissions.has('policy.manage'))
      return putInOrder(room, tx, { edit, draft })
    throw new Refused(invalidField('op', `Op: cannot be done to the kind ${edit.kind}`))
  }
  const { caller, ip, requestId, headers, origin } = asked
  const name = /:([A-Za-z_]+)$/.exec(route.path)?.[1]
  const key = isReorder ? `${noun.key}_ids` : noun.key
  await askRoute(route, {
    caller,
    ip,
    requestId,
    headers,
    origin,
    params: name === undefined ? {} : { [name]: String(edit.id) },
    body: edit.op === 'delete' ? undefined : { [key]: isReorder ? idsIn(edit) : (edit.body ?? {}) },
  })
}

const METHODS: { readonly [op in 'create' | 'update' | 'delete']: readonly Method[] } = {
  create: ['POST'],
  update: ['PUT', 'PATCH'],
  delete: ['DELETE'],
}

const routeOf = (
  routes: readonly Route[],
  { path, isSingle }: Noun,
  op: WishedEdit['op'],
): { readonly route: Route | undefined; readonly isReorder: boolean } => {
  if (op === 'reorder') {
    const route = routes.find((one) => one.path === `${path}/reorder` && one.method !== 'GET')
    return { route, isReorder: true }
  }
  const isWanted = (one: Route): boolean =>
    op === 'create' || isSingle ? one.path === path : isMember(one.path, path)
  const isPossible = isSingle !== true || op === 'update'
  const route = isPossible
    ? routes.find((one) => METHODS[op].includes(one.method) && isWanted(one))
    : undefined
  return { route, isReorder: false }
}

const isMember = (path: string, collection: string): boolean =>
  path.startsWith(`${collection}/:`) && !path.slice(collection.length + 2).includes('/')

const idsIn = ({ body }: WishedEdit): readonly (Id | string)[] => {
  const ids = (body as { readonly ids?: unknown } | null | undefined)?.ids
  const isRight = Array.isArray(ids) && ids.every((id) => typeof id === 'number' || typeof id === 'string')
  if (!isRight) throw new Refused(invalidField('body.ids', 'Ids: must be a list of ids'))
  return ids as readonly (Id | string)[]
}

/** For kinds without a route that orders them. */
const putInOrder = async (
  { ground }: Room,
  tx: Db,
  { edit, draft }: Pick<Step, 'edit' | 'draft'>,
): Promise<void> => {
  const at = ground.clock.now()
  const policy = await draft.store.current()
  const edits = reordered(policy.documents(edit.kind), idsIn(edit).map(Number), toIso(at))
  await draft.store.edit(tx, { authorId: null, reason: 'reorder', at }, edits)
}

/** Errors of an edit bear its place in the list. */
const named = ({ refusal }: Refused, index: number): Refused => {
  const field = `edits[${index}]`
  if (refusal.code === 'not_found')
    return new Refused(invalidField(field, `Edit ${index + 1}: there is no such thing`))
  if (refusal.code !== 'invalid') return new Refused(refusal)
  const details = (refusal.details ?? []).map(
    (one): FieldError => ({ ...one, field: `${field}.${one.field}` }),
  )
  return new Refused(invalid(...details))
}

class TakenBack<T> extends Error {
  readonly found: T
  constructor(found: T) {
    super('taken back')
    this.found = found
  }
}

/** Does work in a transaction that is taken back whatever comes of it. */
export const tryOut = async <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => {
  try {
    await db.transaction(async (tx) => {
      throw new TakenBack(await work(tx))
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.found as T
    throw error
  }
  throw new Error('A transaction that throws does not return')
}
