import { type Static, Type } from 'typebox'
import { type FieldError, invalid, type Json, type JsonObject, Refused } from '../../../kernel/index.ts'
import type { PolicyDocument } from '../../../platform/policy/index.ts'
import { readRole } from '../../core/index.ts'
import { textIn } from '../../wire.ts'
import { noFaults, readLine, readText } from '../input.ts'
import { configurationOf, FLAGS, permissionsOf, TICKET_ACCESS } from './flags.ts'

/** What a client may send of a role; flags that are not known are passed over. */
export const RoleWrite = Type.Object({
  name: textIn,
  description: textIn,
  configuration: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type RoleWrite = Static<typeof RoleWrite>

const MAX_DESCRIPTION = 1000

/**
 * The document of a role, from what a client says and what stood before. What nobody says is the least. Its holders
 * are agents where they may change tickets, else light ones.
 */
export const readRoleWrite = (given: RoleWrite, before: PolicyDocument | undefined): JsonObject => {
  const faults = noFaults()
  const name = readLine(faults, 'name', before === undefined ? (given.name ?? null) : given.name)
  const description = readText(faults, 'description', given.description, MAX_DESCRIPTION)
  faults.refuse()
  const configuration = readFlags((given.configuration ?? {}) as JsonObject, standing(before))
  const { ticket_access: access, ...flags } = configuration
  return {
    ...before?.body,
    name: name ?? String(before?.body.name),
    description: description ?? String(before?.body.description ?? ''),
    kind: configuration.ticket_editing === true ? 'agent' : 'light_agent',
    permissions: [...permissionsOf(configuration)],
    ticket_access: TICKET_ACCESS[String(access)] ?? 'assigned',
    configuration: flags,
  }
}

const standing = (before: PolicyDocument | undefined): JsonObject => {
  if (before === undefined) return configurationOf(new Set(), 'assigned', {})
  const { permissions, ticketAccess } = readRole(before.id, before.body)
  return configurationOf(permissions, ticketAccess, keptOf(before.body))
}

/** The flags of a role's document, as they were written. */
export const keptOf = ({ configuration }: JsonObject): JsonObject =>
  configuration !== null && typeof configuration === 'object' && !Array.isArray(configuration)
    ? (configuration as JsonObject)
    : {}

const CHOICES: ReadonlyMap<string, readonly Json[]> = new Map([
  ['ticket_access', Object.keys(TICKET_ACCESS)],
  ...FLAGS.map(({ name, choices }) => [name, choices] as const),
])

const readFlags = (given: JsonObject, before: JsonObject): JsonObject => {
  const faults: FieldError[] = []
  const flags: { [name: string]: Json } = { ...before }
  for (const [name, choices] of CHOICES) {
    const value = given[name]
    if (value === undefined || value === null) continue
    if (choices.includes(value)) flags[name] = value
    else faults.push(unknownChoice(name, choices))
  }
  if (faults.length > 0) throw new Refused(invalid(...faults))
  return flags
}

const unknownChoice = (name: string, choices: readonly Json[]): FieldError => ({
  field: `configuration.${name}`,
  error: 'InvalidValue',
  description: `Configuration: ${name} must be one of ${choices.join(', ')}`,
})
