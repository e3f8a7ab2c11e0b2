import { type Static, Type } from 'typebox'
import { type FieldError, type Id, invalid, invalidField, Refused } from '../../kernel/index.ts'
import type { FormFile } from '../../platform/http/index.ts'
import {
  cleanName,
  findLocale,
  findLocaleById,
  ianaZone,
  type OwnedWish,
  readEmail,
  readTags,
} from '../core/index.ts'
import { fieldsIn, flagIn, idIn, readId, tagsIn, textIn } from '../wire.ts'
import type { UserColumns } from './store.ts'

/** What a client may send of a user. Other keys, read-only ones among them, are passed over. */
export const UserWrite = Type.Object({
  name: textIn,
  email: textIn,
  phone: textIn,
  alias: textIn,
  details: textIn,
  notes: textIn,
  signature: textIn,
  external_id: Type.Optional(Type.Union([Type.String(), Type.Integer(), Type.Null()])),
  time_zone: textIn,
  locale: textIn,
  locale_id: idIn,
  tags: tagsIn,
  user_fields: fieldsIn,
  organization_id: idIn,
  organization_ids: Type.Optional(
    Type.Union([Type.Array(Type.Union([Type.Integer(), Type.String()])), Type.Null()]),
  ),
  organization: Type.Optional(Type.Union([Type.Object({ name: textIn }), Type.Null()])),
  role: textIn,
  custom_role_id: idIn,
  verified: flagIn,
  skip_verify_email: flagIn,
  suspended: flagIn,
  ticket_restriction: textIn,
  only_private_comments: flagIn,
  moderator: flagIn,
  password: textIn,
  remote_photo_url: textIn,
  // What clients send back of the picture that stands is passed over: only a file is a new one.
  photo: Type.Optional(
    Type.Union([Type.Object({ uploaded_data: Type.Optional(Type.Unknown()) }), Type.Null()]),
  ),
  identities: Type.Optional(
    Type.Union([Type.Array(Type.Object({ type: Type.String(), value: Type.String() })), Type.Null()]),
  ),
})
export type UserWrite = Static<typeof UserWrite>

/** Columns of profiles; tags and fields are wished for, because each moves the other. */
type Columns = Partial<Omit<UserColumns, 'tags' | 'user_fields'>>

/** A body as it is understood, sorted by the right that it takes to set it (`core/user-rights.ts`). */
export type UserInput = {
  /** One's own profile. */
  readonly own: Columns
  /** What says who somebody is. */
  readonly governed: Columns
  /** What they may do. */
  readonly managed: Columns
  /** Governed, too. */
  readonly owned: OwnedWish
  readonly email: string | undefined
  /** Further addresses. */
  readonly emails: readonly string[]
  readonly organizationId: Id | null | undefined
  readonly organizationIds: readonly Id[]
  readonly organizationName: string | undefined
  readonly role: { readonly name: string | undefined; readonly id: Id | undefined }
  readonly isProven: boolean | undefined
  readonly password: string | undefined
}

const MAX_LINE = 255
const MAX_TEXT = 65_536

/** Reads a body; everything wrong with it is one refusal that names each field. */
export const readUser = (body: UserWrite): UserInput => {
  const problems: FieldError[] = []
  const wrong = (
    field: string,
    description: string,
    error: FieldError['error'] = 'InvalidValue',
  ): undefined => {
    problems.push({ field, error, description: `${label(field)}: ${description}` })
    return undefined
  }
  const text = (field: keyof UserWrite, max: number): string | null | undefined => {
    const value = body[field] as string | number | null | undefined
    if (value === undefined || value === null) return value
    return [...String(value)].length > max
      ? wrong(field, `is too long (maximum is ${max} characters)`, 'TooLong')
      : String(value).trim() || null
  }
  const email = (field: string, value: string): string | undefined => {
    const read = readEmail(value)
    if (read.ok) return read.value
    return wrong(field, `${value.slice(0, MAX_LINE)} ${read.error}`, 'InvalidFormat')
  }
  const input: UserInput = {
    own: present({
      name: nameOf(body, wrong),
      phone: text('phone', MAX_LINE),
      alias: text('alias', MAX_LINE),
      signature: text('signature', MAX_TEXT),
      time_zone: zoneOf(body, wrong),
      locale: localeCode(body, wrong),
    }),
    governed: present({
      external_id: text('external_id', MAX_LINE),
      details: text('details', MAX_TEXT),
      notes: text('notes', MAX_TEXT),
    }),
    managed: present({
      suspended: body.suspended ?? undefined,
      only_private_comments: body.only_private_comments ?? undefined,
      moderator: body.moderator ?? undefined,
      ticket_restriction: restrictionOf(body, wrong),
    }),
    owned: {
      ...(body.tags === null || body.tags === undefined ? {} : { tags: { set: readTags(body.tags) } }),
      values: body.user_fields ?? undefined,
    },
    email: isBlank(body.email) ? undefined : email('email', body.email!),
    emails: (body.identities ?? [])
      .filter(({ type }) => type === 'email')
      .flatMap(({ value }) => email('identities', value) ?? []),
    organizationId: readId(body.organization_id),
    organizationIds: (body.organization_ids ?? []).flatMap((id) => readId(id) ?? []),
    organizationName: isBlank(body.organization?.name) ? undefined : cleanName(body.organization!.name!),
    role: { name: body.role ?? undefined, id: readId(body.custom_role_id) ?? undefined },
    isProven: body.skip_verify_email === true || body.verified === true ? true : (body.verified ?? undefined),
    password: body.password ?? undefined,
  }
  if (problems.length > 0) throw new Refused(invalid(...problems))
  return input
}

/** A picture as it is sent: its bytes, or where they are. */
export type PhotoWish = { readonly bytes: Buffer; readonly name: string } | { readonly url: string }

const MAX_URL = 2048

/** The picture that a body brings: `photo.uploaded_data` of a form, else `remote_photo_url`. */
export const readPhoto = ({ photo, remote_photo_url: url }: UserWrite): PhotoWish | undefined => {
  const file = photo?.uploaded_data
  if (isFormFile(file)) return { bytes: Buffer.from(file.base64, 'base64'), name: file.file_name }
  if (file !== undefined) throw new Refused(invalidField('photo', 'Photo: must be a file in a form'))
  if (isBlank(url)) return undefined
  if (url!.length > MAX_URL)
    throw new Refused(
      invalidField('remote_photo_url', `Remote photo url: is longer than ${MAX_URL}`, 'TooLong'),
    )
  return { url: url!.trim() }
}

const isFormFile = (value: unknown): value is FormFile =>
  typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'

type Wrong = (field: string, description: string, error?: FieldError['error']) => undefined

const isBlank = (text: string | null | undefined): boolean =>
  text === undefined || text === null || text.trim() === ''

const label = (field: string): string => {
  const words = field.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Drops what was not given, so that an absent key changes nothing. */
const present = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

const nameOf = ({ name }: UserWrite, wrong: Wrong): string | undefined => {
  if (name === undefined || name === null) return undefined
  return cleanName(name) || wrong('name', 'is too short (minimum is 1 characters)', 'BlankValue')
}

const zoneOf = ({ time_zone: zone }: UserWrite, wrong: Wrong): string | null | undefined => {
  if (zone === undefined || zone === null || zone === '') return zone === undefined ? undefined : null
  return ianaZone(zone) === undefined ? wrong('time_zone', 'is not a time zone') : zone
}

const localeCode = (body: UserWrite, wrong: Wrong): string | undefined => {
  if (!isBlank(body.locale))
    return findLocale(body.locale!)?.locale ?? wrong('locale', 'is not a locale of this desk')
  const id = readId(body.locale_id)
  if (id === undefined || id === null) return undefined
  return findLocaleById(id)?.locale ?? wrong('locale_id', 'is not a locale of this desk')
}

const RESTRICTIONS = ['organization', 'groups', 'assigned', 'requested'] as const

const restrictionOf = (
  { ticket_restriction: given }: UserWrite,
  wrong: Wrong,
): UserColumns['ticket_restriction'] | undefined => {
  if (given === undefined || given === null) return given
  return RESTRICTIONS.find((one) => one === given) ?? wrong('ticket_restriction', 'is not a restriction')
}
