import { toIso } from '../../kernel/index.ts'
import { type Command, JSON_OPTION } from '../command.ts'
import { withHouse } from '../with-house.ts'

export const tokenCreate: Command = {
  name: 'token create',
  summary: 'Makes an API token that speaks for a person for 90 days, and prints it; it is shown this once',
  options: [
    { name: 'user', value: 'EMAIL', isRequired: true, help: 'The address of the person' },
    { name: 'description', value: 'TEXT', help: 'What the token is for, as lists of tokens show it' },
    JSON_OPTION,
  ],
  run: ({ settings, options }, io) =>
    withHouse(settings, async ({ domains }) => {
      const email = options.get('user')!
      const description = options.get('description')
      const asked = description === undefined ? { email } : { email, description }
      const { secret, token } = await domains.people.createToken(asked)
      const expires_at = token.expires_at === null ? null : toIso(token.expires_at)
      io.out(
        options.has('json')
          ? JSON.stringify({ id: token.id, token: secret, user: email, expires_at })
          : secret,
      )
      return 0
    }),
}
