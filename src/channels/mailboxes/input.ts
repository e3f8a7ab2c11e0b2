import { type Static, type TSchema, Type } from 'typebox'
import { type FieldError, invalid, Refused } from '../../kernel/index.ts'
import { cleanAddress, cleanLine } from '../core/index.ts'
import {
  AFTERS,
  EXISTING,
  type MailboxSettings,
  POLL_SECONDS,
  SECURITIES,
  STANDARD_PORTS,
} from './mailbox.ts'

const given = <T extends TSchema>(schema: T) => Type.Optional(schema)
const oneOf = <const V extends readonly string[]>(values: V) =>
  Type.Union(values.map((value) => Type.Literal(value as V[number])))
const MAX_TEXT = 255
const text = Type.String({ minLength: 1, maxLength: MAX_TEXT })
const nullableText = Type.Union([text, Type.Null()])

/** What a client may send of a mailbox; anything else is refused by name. */
export const MailboxInput = Type.Object(
  {
    name: given(text),
    address: given(text),
    host: given(text),
    port: given(Type.Integer({ minimum: 1, maximum: 65_535 })),
    security: given(oneOf(SECURITIES)),
    username: given(text),
    password: given(Type.String({ minLength: 1, maxLength: 4_096 })),
    folder: given(text),
    poll_seconds: given(Type.Integer({ minimum: POLL_SECONDS.min, maximum: POLL_SECONDS.max })),
    idle: given(Type.Boolean()),
    after: given(oneOf(AFTERS)),
    move_to: given(nullableText),
    existing_mail: given(oneOf(EXISTING)),
    authentication_host: given(nullableText),
    active: given(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type MailboxInput = Static<typeof MailboxInput>

/**
 * Reads a mailbox against what stands (`undefined`: nothing yet). `isOurs`: whether an address is one of the desk's.
 * Throws `Refused`, naming every field that is wrong.
 */
export const readMailboxInput = (
  input: MailboxInput,
  standing: MailboxSettings | undefined,
  isOurs: (address: string) => boolean,
): MailboxSettings => {
  const wrong: FieldError[] = []
  const say = (field: string, description: string, error: FieldError['error'] = 'InvalidValue'): void => {
    wrong.push({ field, error, description: `${field}: ${description}` })
  }
  const line = (field: 'name' | 'host' | 'username' | 'folder', value: string | undefined): string => {
    if (value === undefined) say(field, 'cannot be blank', 'BlankValue')
    else if (/\p{Cc}/u.test(value)) say(field, 'holds control characters', 'InvalidFormat')
    return value ?? ''
  }
  const security = input.security ?? standing?.security ?? 'tls'
  const address = addressIn(input.address ?? standing?.address, isOurs, say)
  const after = input.after ?? standing?.after ?? 'flag'
  const folder = line('folder', input.folder ?? standing?.folder ?? 'INBOX')
  const moveTo = after === 'move' ? (input.move_to ?? standing?.move_to ?? 'Processed') : null
  if (moveTo !== null && (moveTo === folder || /\p{Cc}/u.test(moveTo)))
    say('move_to', 'must be another folder than the one that is fetched from')
  if (standing === undefined && input.password === undefined) say('password', 'cannot be blank', 'BlankValue')
  const settings: MailboxSettings = {
    name: cleanLine(input.name ?? standing?.name ?? address, MAX_TEXT),
    address,
    host: hostIn(line('host', input.host ?? standing?.host), say),
    port: input.port ?? standing?.port ?? STANDARD_PORTS[security],
    security,
    username: line('username', input.username ?? standing?.username),
    folder,
    poll_seconds: input.poll_seconds ?? standing?.poll_seconds ?? POLL_SECONDS.standard,
    idle: input.idle ?? standing?.idle ?? true,
    after,
    move_to: moveTo,
    existing_mail: input.existing_mail ?? standing?.existing_mail ?? 'unseen',
    authentication_host: hostOrNull(input.authentication_host, standing),
    active: input.active ?? standing?.active ?? true,
  }
  if (wrong.length > 0) throw new Refused(invalid(...wrong))
  return settings
}

type Say = (field: string, description: string, error?: FieldError['error']) => void

const addressIn = (value: string | undefined, isOurs: (address: string) => boolean, say: Say): string => {
  if (value === undefined) {
    say('address', 'cannot be blank', 'BlankValue')
    return ''
  }
  const address = cleanAddress(value)
  if (address === null) say('address', 'is not a mail address', 'InvalidFormat')
  else if (!isOurs(address)) say('address', 'is not a support address of this desk; add it there first')
  return address ?? ''
}

const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$|^[0-9a-f:.]{2,45}$/i

const hostIn = (host: string, say: Say): string => {
  if (host !== '' && !HOST.test(host)) say('host', 'is not the name or address of a server', 'InvalidFormat')
  return host.toLowerCase()
}

const hostOrNull = (
  given: string | null | undefined,
  standing: MailboxSettings | undefined,
): string | null =>
  given === undefined ? (standing?.authentication_host ?? null) : (given?.trim().toLowerCase() ?? null)

/** Whether the edit points to other messages than before: what was taken there says nothing here. */
export const isElsewhere = (before: MailboxSettings, after: MailboxSettings): boolean =>
  before.host !== after.host ||
  before.port !== after.port ||
  before.username !== after.username ||
  before.folder !== after.folder
