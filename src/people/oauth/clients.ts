import {
  type FieldError,
  forbidden,
  type Id,
  type Instant,
  invalid,
  invalidField,
  notFound,
  Refused,
} from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import { newSecret, secretHash } from '../access/secrets.ts'
import type { Acting } from '../acting.ts'
import {
  cleanName,
  grantsScope,
  isScope,
  MAX_REDIRECT_URIS,
  may,
  readRedirectUri,
  type Viewer,
} from '../core/index.ts'
import { namingDuplicates } from '../duplicates.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import {
  type ClientColumns,
  type ClientRow,
  clientsUnder,
  dropClient,
  findClient,
  insertClient,
  lockClient,
  updateClient,
} from './clients-store.ts'

/** What somebody says of a client; what is absent stays, or takes its default. */
export type ClientWish = {
  readonly name?: string | null | undefined
  readonly identifier?: string | null | undefined
  readonly kind?: string | null | undefined
  readonly company?: string | null | undefined
  readonly description?: string | null | undefined
  readonly logo_url?: string | null | undefined
  readonly redirect_uri?: readonly string[] | string | null | undefined
  readonly scopes?: readonly string[] | null | undefined
}

/** Whoever asks, and the scopes of the credential that they ask with: no client ever gets more. */
export type Asking = { readonly acting: Acting; readonly scopes: ReadonlySet<string> }

const MAX_LINE = 255
const MAX_TEXT = 2000
const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9_.-]{2,99}$/
const DUPLICATES = {
  oauth_clients_identifier_key: {
    field: 'identifier',
    description: 'Identifier: has already been taken',
  },
} as const

const check = ({ viewer }: Acting): void => {
  if (!may(viewer, 'policy.manage')) throw new Refused(forbidden)
}

const visible = (viewer: Viewer) => (may(viewer, 'policy.manage') ? sql`true` : sql`false`)

export const listClients = (room: Room, viewer: Viewer, paging: Paging<'id'>): Promise<Listing<ClientRow>> =>
  list(room.ground.db, clientsUnder(visible(viewer)), paging)

export const getClient = async (room: Room, viewer: Viewer, id: Id): Promise<ClientRow> => {
  const client = await findClient(room.ground.db, sql`c.id = ${id} and ${visible(viewer)}`)
  if (client === undefined) throw new Refused(notFound)
  return client
}

export type ShownOnce = { readonly client: ClientRow; readonly secret: string | null }

/** Registers a client. Its secret is shown this once and kept nowhere; a public client has none. */
export const createClient = (room: Room, asking: Asking, wish: ClientWish): Promise<ShownOnce> => {
  const { acting, scopes } = asking
  check(acting)
  const columns = read(wish)
  const { name, identifier, kind = 'confidential' } = columns
  if (name === undefined) throw blank('name')
  if (identifier === undefined) throw blank('identifier')
  const wanted = columns.scopes ?? standardScopes(scopes)
  checkScopes(scopes, wanted)
  const secret = kind === 'public' ? null : newSecret(room.ground.randomBytes)
  return writing(room, async (tx, at) => {
    const made = await insertClient(
      tx,
      {
        company: null,
        description: null,
        logo_url: null,
        redirect_uris: [],
        ...columns,
        name,
        identifier,
        kind,
        scopes: wanted,
        user_id: acting.viewer.userId ?? 0,
        secret_hash: secret === null ? null : secretHash(secret),
      },
      at,
    )
    await record(tx, acting, {
      ...noted(made),
      at,
      action: 'create',
      after: made,
      path: `/api/v2/oauth/clients/${made.id}`,
    })
    return { client: made, secret }
  })
}

export const changeClient = (room: Room, asking: Asking, id: Id, wish: ClientWish): Promise<ClientRow> => {
  const { acting, scopes } = asking
  return writing(room, async (tx, at) => {
    const before = await lockClient(tx, id)
    if (before === undefined) throw new Refused(notFound)
    check(acting)
    const columns = read(wish)
    if (columns.kind !== undefined && columns.kind !== before.kind)
      throw new Refused(invalidField('kind', 'Kind: cannot be changed'))
    if (columns.scopes !== undefined) checkScopes(scopes, columns.scopes)
    const after = await updateClient(tx, id, columns, at)
    await record(tx, acting, { ...noted(after), at, action: 'update', before, after })
    return after
  })
}

/**
 * A new secret; the old one is dead at once. From now on the client acts for whoever made the secret, where nobody
 * signs in: else an administrator could take the place of an owner.
 */
export const renewSecret = (room: Room, asking: Asking, id: Id): Promise<ShownOnce> => {
  const { acting, scopes } = asking
  const secret = newSecret(room.ground.randomBytes)
  return writing(room, async (tx, at) => {
    const before = await lockClient(tx, id)
    if (before === undefined) throw new Refused(notFound)
    check(acting)
    if (before.kind === 'public')
      throw new Refused(invalidField('kind', 'Kind: a public client has no secret'))
    checkScopes(scopes, before.scopes)
    const user_id = acting.viewer.userId ?? before.user_id
    const after = await updateClient(tx, id, { secret_hash: secretHash(secret), user_id }, at)
    await record(tx, acting, {
      ...noted(after),
      at,
      action: 'update',
      before,
      after: { ...after, secret_renewed_at: at },
    })
    return { client: after, secret }
  })
}

/** With it ends all that it was given. */
export const removeClient = (room: Room, acting: Acting, id: Id): Promise<void> =>
  writing(room, async (tx, at) => {
    const before = await lockClient(tx, id)
    if (before === undefined) throw new Refused(notFound)
    check(acting)
    await dropClient(tx, id, at)
    await record(tx, acting, { ...noted(before), at, action: 'destroy', before, after: {} })
  })

const writing = <T>(room: Room, work: (tx: Db, at: Instant) => Promise<T>): Promise<T> =>
  namingDuplicates(DUPLICATES, () => room.ground.db.transaction((tx) => work(tx, room.ground.clock.now())))

const noted = ({ id, name }: ClientRow) => ({ source: 'oauth_client', id, label: name })

const blank = (field: string): Refused =>
  new Refused(invalidField(field, `${field}: cannot be blank`, 'BlankValue'))

/** To read and write all that its users may; less where the asker's own credential holds less. */
const standardScopes = (asker: ReadonlySet<string>): readonly string[] =>
  ['read', 'write'].filter((scope) => grantsScope(asker, scope)).length > 0
    ? ['read', 'write'].filter((scope) => grantsScope(asker, scope))
    : [...asker]

const checkScopes = (asker: ReadonlySet<string>, wanted: readonly string[]): void => {
  const beyond = wanted.find((scope) => !grantsScope(asker, scope))
  if (beyond !== undefined)
    throw new Refused(invalidField('scopes', `Scopes: ${beyond} is more than the credential you use holds`))
}

type Columns = Partial<Omit<ClientColumns, 'secret_hash' | 'user_id'>>

/** Reads a wish; keys that were not given are absent from the answer. */
const read = (wish: ClientWish): Columns => {
  const problems: FieldError[] = []
  const refuse = (field: string, says: string): undefined => {
    problems.push({ field, error: 'InvalidValue', description: `${field}: ${says}` })
    return undefined
  }
  const text = (field: 'company' | 'description', max: number): string | null | undefined => {
    const value = wish[field]
    if (value === undefined || value === null) return value
    return [...value].length > max
      ? refuse(field, `is too long (maximum is ${max} characters)`)
      : value.trim() || null
  }
  const values = {
    name: nameOf(wish, refuse),
    identifier: identifierOf(wish, refuse),
    kind: kindOf(wish, refuse),
    company: text('company', MAX_LINE),
    description: text('description', MAX_TEXT),
    logo_url: logoOf(wish, refuse),
    redirect_uris: urisOf(wish, refuse),
    scopes: scopesOf(wish, refuse),
  }
  if (problems.length > 0) throw new Refused(invalid(...problems))
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

type Refuse = (field: string, says: string) => undefined

const nameOf = ({ name }: ClientWish, refuse: Refuse): string | undefined => {
  if (name === undefined || name === null) return undefined
  const clean = cleanName(name)
  return clean === '' ? refuse('name', 'cannot be blank') : clean
}

const identifierOf = ({ identifier }: ClientWish, refuse: Refuse): string | undefined => {
  if (identifier === undefined || identifier === null) return undefined
  return IDENTIFIER.test(identifier)
    ? identifier
    : refuse('identifier', 'takes 3 to 100 letters, digits, dots, hyphens and underscores')
}

const kindOf = ({ kind }: ClientWish, refuse: Refuse): ClientRow['kind'] | undefined => {
  if (kind === undefined || kind === null) return undefined
  return kind === 'public' || kind === 'confidential' ? kind : refuse('kind', 'is public or confidential')
}

const logoOf = ({ logo_url: logo }: ClientWish, refuse: Refuse): string | null | undefined => {
  if (logo === undefined || logo === null || logo === '') return logo === undefined ? undefined : null
  const isGood = logo.length <= MAX_TEXT && URL.parse(logo)?.protocol === 'https:'
  return isGood ? logo : refuse('logo_url', 'must be an https address')
}

const urisOf = ({ redirect_uri: given }: ClientWish, refuse: Refuse): readonly string[] | undefined => {
  if (given === undefined || given === null) return undefined
  const texts = typeof given === 'string' ? given.split(/\s+/).filter((text) => text !== '') : given
  if (texts.length > MAX_REDIRECT_URIS)
    return refuse('redirect_uri', `at most ${MAX_REDIRECT_URIS} addresses`)
  for (const text of texts) {
    const read = readRedirectUri(text)
    if (!read.ok) return refuse('redirect_uri', `${text.slice(0, MAX_LINE)} ${read.error}`)
  }
  return [...new Set(texts)]
}

const scopesOf = ({ scopes }: ClientWish, refuse: Refuse): readonly string[] | undefined => {
  if (scopes === undefined || scopes === null) return undefined
  const unknown = scopes.find((scope) => !isScope(scope))
  if (unknown !== undefined) return refuse('scopes', `${unknown.slice(0, MAX_LINE)} is not a scope`)
  return scopes.length === 0 ? refuse('scopes', 'cannot be blank') : [...new Set(scopes)]
}
