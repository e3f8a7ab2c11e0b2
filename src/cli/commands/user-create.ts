import type { RoleKind } from '../../people/index.ts'
import { type Command, CommandFailed, JSON_OPTION, USAGE } from '../command.ts'
import { withHouse } from '../with-house.ts'

const ROLES: readonly RoleKind[] = ['end_user', 'light_agent', 'agent', 'admin', 'owner']

export const userCreate: Command = {
  name: 'user create',
  summary: 'Creates a person, with any role; the address counts as proven',
  options: [
    { name: 'email', value: 'EMAIL', isRequired: true, help: 'The address the person signs in with' },
    { name: 'name', value: 'NAME', help: 'What the person is called; the address unless given' },
    { name: 'role', value: 'ROLE', isRequired: true, help: ROLES.join(', ') },
    {
      name: 'password',
      value: 'PASSWORD',
      help: 'At least 15 characters; without one, only single sign-on and links lead in',
    },
    JSON_OPTION,
  ],
  run: ({ settings, options }, io) => {
    const role = roleOf(options.get('role')!)
    const asked = {
      email: options.get('email')!,
      name: options.get('name'),
      role,
      password: options.get('password'),
    }
    return withHouse(settings, async ({ domains }) => {
      const { id, name } = await domains.people.createUser(asked)
      const { email } = asked
      io.out(
        options.has('json')
          ? JSON.stringify({ id, name, email, role })
          : `Created ${name} <${email}>, ${role}, id ${id}.`,
      )
      return 0
    })
  },
}

const roleOf = (text: string): RoleKind => {
  const role = ROLES.find((known) => known === text)
  if (role === undefined)
    throw new CommandFailed(`--role must be one of ${ROLES.join(', ')}: "${text}".`, USAGE)
  return role
}
