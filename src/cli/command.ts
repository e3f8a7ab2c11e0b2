import type { Settings } from '../platform/settings/index.ts'

/** An option of one command, beside the settings, which every command takes. */
export type Option = {
  /** Without dashes: `email`. */
  readonly name: string
  /** What its value is called in the help; an option without one is a switch. */
  readonly value?: string
  readonly isRequired?: boolean
  readonly help: string
}

/** What a command takes without a flag: `FILE`. All are required. */
export type Operand = { readonly name: string; readonly help: string }

export type Given = {
  readonly settings: Settings
  /** Values by option name; a switch that was given is `true`. */
  readonly options: ReadonlyMap<string, string>
  /** In the order that the command names them. */
  readonly operands: readonly string[]
}

/** Where a command says things: results to `out`, a line each, everything else to `err`. */
export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>
  out(line: string): void
  err(line: string): void
  /** Calls back when the process is asked to end. */
  onSignal(told: () => void): void
}

export type Command = {
  /** As it is typed: `user create`. */
  readonly name: string
  /** One sentence. */
  readonly summary: string
  readonly options: readonly Option[]
  readonly operands?: readonly Operand[]
  /** Settings, by environment variable, that are other than usual for this command where nobody says. */
  readonly defaults?: Readonly<Record<string, string>>
  /** Does the work and answers with the exit code. Throws `Refused` or `CommandFailed` for what is to be told. */
  run(given: Given, io: Io): Promise<number>
}

/** The command cannot do what was asked; the message is for the person at the terminal. */
export class CommandFailed extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'CommandFailed'
    this.exitCode = exitCode
  }
}

/** The exit code of a command line that cannot be read. */
export const USAGE = 2

export const JSON_OPTION: Option = { name: 'json', help: 'Print JSON' }
