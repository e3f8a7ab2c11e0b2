import { didYouMean } from '../platform/settings/did-you-mean.ts'
import { readSettings, withoutSettings } from '../platform/settings/index.ts'
import { type Command, CommandFailed, type Given, type Io, type Option, USAGE } from './command.ts'

/** Reads what follows a command's name. Throws `CommandFailed` that names everything that is wrong. */
export const readArguments = (command: Command, args: readonly string[], env: Io['env']): Given => {
  const problems: string[] = []
  const { options, rest } = takeOptions(command.options, args, problems)
  for (const { name, isRequired } of command.options) {
    if (isRequired && !options.has(name)) problems.push(`--${name} is missing.`)
  }
  const { operands, others } = takeOperands(command, rest, problems)
  const settings = readSettings({ ...command.defaults, ...setIn(env) }, others)
  if (!settings.ok) problems.push(...settings.error.map((problem) => hinted(problem, others, command)))
  if (settings.ok && problems.length === 0) return { settings: settings.value, options, operands }
  throw new CommandFailed([...problems, `See mainstay ${command.name} --help.`].join('\n'), USAGE)
}

/** An empty variable counts as unset. */
const setIn = (env: Io['env']): Io['env'] =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))

/** The command's own options; what is left are settings, or nothing known. */
const takeOptions = (
  known: readonly Option[],
  args: readonly string[],
  problems: string[],
): { options: Map<string, string>; rest: string[] } => {
  const options = new Map<string, string>()
  const rest: string[] = []
  for (let at = 0; at < args.length; at++) {
    const [, name, inline] = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(args[at]!) ?? []
    const option = known.find((candidate) => candidate.name === name)
    if (option === undefined) rest.push(args[at]!)
    else if (options.has(option.name)) problems.push(`--${option.name} is given twice.`)
    else if (option.value === undefined) {
      options.set(option.name, 'true')
      if (inline !== undefined) problems.push(`--${option.name} takes no value.`)
    } else {
      const value = inline ?? (args[at + 1]?.startsWith('--') ? undefined : args[++at])
      options.set(option.name, value ?? '')
      if (value === undefined || value === '') problems.push(`--${option.name} needs a value.`)
    }
  }
  return { options, rest }
}

/** What stands without a flag, as far as the command takes it. */
const takeOperands = (
  { operands: wanted = [] }: Command,
  args: readonly string[],
  problems: string[],
): { operands: string[]; others: string[] } => {
  const { settings, rest } = withoutSettings(args)
  const bare = rest.filter((argument) => !argument.startsWith('--'))
  const operands = bare.slice(0, wanted.length)
  for (const { name } of wanted.slice(operands.length)) problems.push(`${name} is missing.`)
  const unknown = rest.filter((argument) => argument.startsWith('--'))
  return { operands, others: [...settings, ...unknown, ...bare.slice(wanted.length)] }
}

/** The settings know their own flags only: where the wrong one is near an option of the command, say so. */
const hinted = (problem: string, rest: readonly string[], { options }: Command): string => {
  const wrong = rest
    .map((argument) => argument.split('=')[0]!)
    .find((flag) => problem.startsWith(`${flag} is not`))
  if (wrong === undefined) return problem
  const hint = didYouMean(
    wrong,
    options.map(({ name }) => `--${name}`),
  )
  return hint === '' ? problem : `${wrong} is not an option.${hint}`
}
