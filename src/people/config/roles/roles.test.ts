import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PERMISSIONS, readRole, STANDARD_ROLES } from '../../core/index.ts'
import { type Ask, openDesk, type TestDesk } from '../../fixture.ts'
import { configurationOf, FLAGS, permissionsOf } from './flags.ts'

let desk: TestDesk
let ada: Ask
beforeAll(async () => {
  desk = await openDesk()
  ada = desk.as('ada')
})
afterAll(() => desk.close())

type Role = Readonly<Record<string, unknown>> & { readonly id: number }
const version = async (): Promise<number> => (await desk.ground.policy.current()).version
const make = async (custom: object): Promise<Role> => {
  const { status, body } = await ada('POST', '/custom_roles', { custom_role: custom })
  expect(status).toBe(201)
  return body.custom_role!
}
const hire = async (email: string, roleId: number): Promise<{ id: number; ask: Ask }> => {
  const user = { name: 'Nina New', email, role: 'agent', custom_role_id: roleId }
  const { id }: { id: number } = (await ada('POST', '/users', { user })).body.user!
  const { secret } = await desk.people.createToken({ email })
  const headers = { authorization: `Bearer ${secret}` }
  return { id, ask: (method, path, body) => desk.as(null)(method, path, body, headers) }
}

describe('the flags', () => {
  it('read back from what they grant', () => {
    for (const { id, body } of STANDARD_ROLES.slice(1)) {
      const permissions = new Set(body.permissions as string[])
      const configuration = configurationOf(permissions, 'all', {})
      expect([...permissionsOf(configuration)], `role ${id}`).toEqual([...permissions].sort())
    }
  })

  it('reach every permission, each by one flag', () => {
    const all = Object.fromEntries(FLAGS.map(({ name, choices }) => [name, choices.at(-1)!]))
    expect([...permissionsOf(all)]).toEqual(Object.keys(PERMISSIONS).sort())
    expect(FLAGS.length).toBeGreaterThanOrEqual(50)
    expect(new Set(FLAGS.map(({ name }) => name)).size).toBe(FLAGS.length)
  })
})

describe('a custom role', () => {
  it('is the least where nothing is said, in one version of the policy', async () => {
    const before = await version()
    const role = await make({ name: 'Bare' })
    expect(role).toMatchObject({
      name: 'Bare',
      description: '',
      role_type: 1,
      team_member_count: 0,
      configuration: {
        ticket_access: 'assigned-only',
        ticket_comment_access: 'none',
        internal_notes: false,
        ticket_editing: false,
        end_user_profile_access: 'readonly',
        manage_business_rules: false,
        macro_access: 'readonly',
      },
    })
    expect(await version()).toBe(before + 1)
    expect((await ada('GET', `/custom_roles/${role.id}`)).body).toEqual({ custom_role: role })
    expect((await desk.audited('policy')).at(-1)).toMatchObject({ action: 'create', after: { name: 'Bare' } })
  })

  it('keeps every flag that was said, and goes on saying it', async () => {
    const configuration = {
      ticket_access: 'within-groups',
      ticket_comment_access: 'public',
      internal_notes: true,
      ticket_editing: true,
      end_user_profile_access: 'edit',
      macro_access: 'manage-group',
      ticket_merge: true,
      explore_access: 'edit',
      nonsense: 7,
    }
    const role = await make({ name: 'Second line', configuration })
    const { nonsense: _, ...kept } = configuration
    expect(role.role_type).toBe(0)
    expect(role.configuration).toMatchObject(kept)
    expect(role.configuration).not.toHaveProperty('nonsense')
    const changed = await ada('PUT', `/custom_roles/${role.id}`, {
      custom_role: { configuration: { ticket_merge: false } },
    })
    const after: Role = changed.body.custom_role!
    expect(after.configuration).toEqual({ ...(role.configuration as object), ticket_merge: false })
    const before = await version()
    await ada('PUT', `/custom_roles/${role.id}`, { custom_role: after })
    expect(await version()).toBe(before)
  })

  it('for reading alone lets its holder read, and nothing else', async () => {
    const role = await make({ name: 'Reader', configuration: { ticket_access: 'all' } })
    const { id, ask } = await hire('reader@desk.example', role.id)
    expect((await ask('GET', '/users')).status).toBe(200)
    expect((await ask('GET', '/brands')).status).toBe(200)
    expect((await ask('PUT', `/users/${desk.ids.carol}`, { user: { notes: 'x' } })).status).toBe(403)
    expect((await ask('POST', '/organizations', { organization: { name: 'X' } })).status).toBe(403)
    expect((await ask('POST', '/brands', { brand: { name: 'X', subdomain: 'x' } })).status).toBe(403)
    expect((await ada('GET', `/custom_roles/${role.id}`)).body.custom_role).toMatchObject({
      team_member_count: 1,
    })
    expect((await ada('DELETE', `/custom_roles/${role.id}`)).status).toBe(422)
    await ada('PUT', `/users/${id}`, { user: { custom_role_id: 3 } })
    expect((await ada('DELETE', `/custom_roles/${role.id}`)).status).toBe(204)
    expect((await ada('GET', `/custom_roles/${role.id}`)).status).toBe(404)
  })

  it('changed, changes what its holders may do at once', async () => {
    const role = await make({ name: 'Librarian', configuration: { ticket_access: 'all' } })
    const { ask } = await hire('librarian@desk.example', role.id)
    const organization = { organization: { name: 'Books' } }
    expect((await ask('POST', '/organizations', organization)).status).toBe(403)
    const more = { configuration: { organization_editing: true } }
    await ada('PUT', `/custom_roles/${role.id}`, { custom_role: more })
    expect((await ask('POST', '/organizations', organization)).status).toBe(201)
  })

  it('is given by nobody who may less', async () => {
    const configuration = { manage_business_rules: true, ticket_access: 'all' }
    const role = await make({ name: 'Rule keeper', configuration })
    const { ask } = await hire('keeper@desk.example', role.id)
    const more = { ...configuration, manage_team_members: 'all' }
    const climb = { custom_role: { name: 'Climber', configuration: more } }
    expect((await ask('POST', '/custom_roles', climb)).status).toBe(403)
    expect((await ask('PUT', `/custom_roles/${role.id}`, climb)).status).toBe(403)
    const other = await make({ name: 'Manager', configuration: more })
    expect((await ask('PUT', `/custom_roles/${other.id}`, { custom_role: { name: 'M' } })).status).toBe(403)
    expect((await ask('DELETE', `/custom_roles/${other.id}`)).status).toBe(403)
    const alike = { custom_role: { name: 'Twin', configuration } }
    expect((await ask('POST', '/custom_roles', alike)).status).toBe(201)
  })

  it.each([
    [{}, 'name', 'BlankValue'],
    [{ name: 'administrator' }, 'name', 'DuplicateValue'],
    [{ name: 'X', configuration: { ticket_access: 'most' } }, 'configuration.ticket_access', 'InvalidValue'],
    [{ name: 'X', configuration: { ticket_editing: 'yes' } }, 'configuration.ticket_editing', 'InvalidValue'],
    [{ name: 'X', description: 'x'.repeat(1001) }, 'description', 'TooLong'],
  ])('is refused as %j', async (custom, field, error) => {
    const { status, body } = await ada('POST', '/custom_roles', { custom_role: custom })
    expect(status).toBe(422)
    expect(body.details).toMatchObject({ [field]: [{ error }] })
  })

  it('that is built in stays as it is', async () => {
    for (const id of [2, 3, 4, 5]) {
      expect((await ada('PUT', `/custom_roles/${id}`, { custom_role: { name: 'X' } })).status).toBe(422)
      expect((await ada('DELETE', `/custom_roles/${id}`)).status).toBe(422)
    }
    expect((await ada('GET', '/custom_roles/1')).status).toBe(404)
    const { count }: { count: number } = (await ada('GET', '/custom_roles')).body as never
    expect(count).toBeGreaterThanOrEqual(4)
  })

  it('is the business of those who run the desk', async () => {
    const role = { custom_role: { name: 'Mine' } }
    expect((await desk.as('gus')('POST', '/custom_roles', role)).status).toBe(403)
    expect((await desk.as('gus')('GET', '/custom_roles')).status).toBe(200)
    expect((await desk.as('carol')('GET', '/custom_roles')).status).toBe(403)
  })
})

describe('a role that may change one kind of policy', () => {
  it('changes it and nothing else', async () => {
    const { id } = await make({
      name: 'Fields',
      configuration: { manage_user_fields: true, manage_slas: true },
    })
    const { ask } = await hire('fay.fields@desk.example', id)
    const field = { type: 'text', key: 'plan', title: 'Plan' }
    expect((await ask('POST', '/user_fields', { user_field: field })).status).toBe(201)
    expect((await ask('POST', '/organization_fields', { organization_field: field })).status).toBe(403)
    expect((await ask('POST', '/brands', { brand: { name: 'X', subdomain: 'x' } })).status).toBe(403)
    const wide = { name: 'Wide', configuration: { manage_triggers: true } }
    expect((await ask('POST', '/custom_roles', { custom_role: wide })).status).toBe(403)
    const { body } = await ada('GET', `/custom_roles/${id}`)
    expect(body.custom_role).toMatchObject({
      configuration: { manage_slas: true, manage_triggers: false, manage_business_rules: false },
    })
  })

  it('is what roles that may change all of it hold, however long ago they were written', () => {
    const { permissions } = readRole(77, { kind: 'agent', permissions: ['policy.manage'] })
    for (const right of ['slas.manage', 'ticket_fields.manage', 'triggers.manage', 'schedules.manage'])
      expect(permissions.has(right), right).toBe(true)
    expect(permissions.has('users.manage')).toBe(false)
  })
})
