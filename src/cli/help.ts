import { settingsHelp } from '../platform/settings/index.ts'
import type { Command, Option } from './command.ts'
import { COMMANDS } from './commands/index.ts'

/** `mainstay help`. */
export const generalHelp = (): string => {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length))
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Mainstay: the system a technical-support organisation runs on.

Usage: mainstay COMMAND [OPTIONS]

${lines.join('\n')}
  ${'help'.padEnd(width)}  Show this; "mainstay help COMMAND" or "mainstay COMMAND --help" shows more
`
}

/** `mainstay COMMAND --help`. */
export const commandHelp = ({ name, summary, options, operands = [], defaults = {} }: Command): string => {
  const usage = options.map((option) => (option.isRequired ? flagOf(option) : `[${flagOf(option)}]`))
  const rows = [
    ...operands.map((operand) => [operand.name, operand.help] as const),
    ...options.map((option) => [flagOf(option), option.help] as const),
  ]
  const width = Math.max(0, ...rows.map(([flag]) => flag.length))
  const lines = rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`)
  const own = rows.length === 0 ? '' : `\nOptions:\n${lines.join('\n')}\n`
  return `${summary}.

Usage: ${['mainstay', name, ...operands.map((operand) => operand.name), ...usage, '[SETTINGS]'].join(' ')}
${own}
Settings, as flags or environment variables:
${settingsHelp()}
${otherDefaults(defaults)}`
}

const otherDefaults = (defaults: Readonly<Record<string, string>>): string => {
  const lines = Object.entries(defaults).map(([name, value]) => `  ${name}=${value}\n`)
  return lines.length === 0 ? '' : `\nDefaults of this command that differ:\n${lines.join('')}`
}

const flagOf = ({ name, value }: Option): string => (value === undefined ? `--${name}` : `--${name} ${value}`)
