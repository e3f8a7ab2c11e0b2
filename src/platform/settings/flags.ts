import { err, ok, type Result } from '../../kernel/index.ts'
import { ALL, type Declaration } from './declarations.ts'
import { didYouMean } from './did-you-mean.ts'

/** Values by flag name, in the order given; a switch that stood alone has the value `true`. */
export type Flags = ReadonlyMap<string, readonly string[]>

const byFlag = new Map(ALL.map((declaration) => [declaration.flag, declaration]))

/** Reads `--port 3000`, `--port=3000`, `--role web --role mail`, `--insecure-http`; names everything it cannot use. */
export const readFlags = (args: readonly string[]): Result<Flags, string[]> => {
  const { settings, rest } = splitFlags(args)
  const problems = rest.map((argument) =>
    argument.startsWith('--')
      ? `${argument.split('=')[0]} is not an option.${didYouMean(argument.split('=')[0]!, [...byFlag.keys()].map(dashed))}`
      : `"${argument}" was not expected here.`,
  )
  const flags = new Map<string, readonly string[]>()
  for (const { declaration, value } of settings) {
    const before = flags.get(declaration.flag) ?? []
    if (value === undefined || value === '') problems.push(`--${declaration.flag} needs a value.`)
    else if (before.length > 0 && !declaration.isList) problems.push(`--${declaration.flag} is given twice.`)
    else flags.set(declaration.flag, [...before, value])
  }
  return problems.length > 0 ? err(problems) : ok(flags)
}

const dashed = (flag: string): string => `--${flag}`

/** The arguments that are not settings, in their order: for commands that have options of their own. */
export const withoutSettings = (
  args: readonly string[],
): { readonly settings: string[]; readonly rest: string[] } => {
  const { settings, rest } = splitFlags(args)
  const kept = settings.map(({ declaration, value }) =>
    value === undefined ? `--${declaration.flag}` : `--${declaration.flag}=${value}`,
  )
  return { settings: kept, rest }
}

type Given = { readonly declaration: Declaration<unknown>; readonly value: string | undefined }

const splitFlags = (args: readonly string[]): { settings: Given[]; rest: string[] } => {
  const settings: Given[] = []
  const rest: string[] = []
  for (let at = 0; at < args.length; at++) {
    const [, flag = '', value] = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(args[at]!) ?? []
    const declaration = byFlag.get(flag)
    if (declaration === undefined) rest.push(args[at]!)
    else if (value !== undefined) settings.push({ declaration, value })
    else if (declaration.shape === undefined) settings.push({ declaration, value: 'true' })
    else if (args[at + 1]?.startsWith('--')) settings.push({ declaration, value: undefined })
    else settings.push({ declaration, value: args[++at] })
  }
  return { settings, rest }
}
