import { Refused } from '../kernel/index.ts'
import { didYouMean } from '../platform/settings/did-you-mean.ts'
import { readArguments } from './arguments.ts'
import { CommandFailed, type Io, USAGE } from './command.ts'
import { COMMANDS, type Entry } from './commands/index.ts'
import { commandHelp, generalHelp } from './help.ts'

/** Runs one command line and answers with the exit code: 0, 1 for a failure, 2 for a line that cannot be read. */
export const runCommandLine = async (args: readonly string[], io: Io): Promise<number> => {
  try {
    return await dispatch(args, io)
  } catch (error) {
    io.err(explain(error))
    return error instanceof CommandFailed ? error.exitCode : 1
  }
}

const HELP = new Set(['help', '--help', '-h'])

const dispatch = async (args: readonly string[], io: Io): Promise<number> => {
  const [first, ...others] = args
  if (first === undefined) throw new CommandFailed(generalHelp().trimEnd(), USAGE)
  if (HELP.has(first)) return others.length === 0 ? say(io, generalHelp()) : say(io, await helpOn(others))
  const { entry, rest } = find(args)
  const command = await entry.load()
  if (rest.some((argument) => argument === '--help' || argument === '-h'))
    return say(io, commandHelp(command))
  return command.run(readArguments(command, rest, io.env), io)
}

const say = (io: Io, text: string): number => {
  io.out(text.trimEnd())
  return 0
}

const helpOn = async (words: readonly string[]): Promise<string> =>
  commandHelp(await find(words).entry.load())

/** The command whose words the line begins with. */
const find = (args: readonly string[]): { entry: Entry; rest: readonly string[] } => {
  for (const entry of COMMANDS) {
    const words = entry.name.split(' ')
    if (words.every((word, at) => args[at] === word)) return { entry, rest: args.slice(words.length) }
  }
  throw new CommandFailed(unknown(args), USAGE)
}

const unknown = (args: readonly string[]): string => {
  const words = args.filter((argument) => !argument.startsWith('-'))
  const asked = words.slice(0, COMMANDS.some(({ name }) => name.split(' ')[0] === words[0]) ? 2 : 1).join(' ')
  const names = COMMANDS.map(({ name }) => name)
  const family = names.filter((name) => name.startsWith(`${asked} `))
  if (family.length > 0) return `"${asked}" needs one more word: ${family.join(', ')}.`
  const hint = didYouMean(words.slice(0, 2).join(' '), names) || didYouMean(asked, names)
  return `"${asked || args[0]}" is not a command.${hint} See mainstay help.`
}

/** What went wrong, in words for the person at the terminal; the stack only where it is a bug. */
const explain = (error: unknown): string => {
  if (error instanceof Refused) {
    const { message, details = [] } = error.refusal
    return details.length === 0 ? message : details.map(({ description }) => description).join('\n')
  }
  if (!(error instanceof Error)) return String(error)
  const isForPeople = error instanceof CommandFailed || FOR_PEOPLE.has(error.name) || 'code' in error
  return isForPeople ? error.message : (error.stack ?? error.message)
}

/** Errors of the ground whose messages are written for operators. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(['ClusterError', 'MigrationError', 'KeyError', 'BackupError'])
