import { ALL, type Declaration } from './declarations.ts'

/** `docs/configuration.md`: every setting, from the same table that they are read by. */
export const configurationPage = (): string =>
  `${HEAD}\n${TABLE_HEAD}\n${ALL.map(tableRow).join('\n')}\n\n${ALL.map(section).join('\n')}`

const HEAD = `# Configuration

These are the settings of the process. What belongs to the desk (groups, triggers, fields, roles …) is policy: it lives in the database and is changed in the product, through the API or with \`bin/mainstay config\`.

Each setting is an environment variable and a flag of \`bin/mainstay\`. A flag wins over the variable, the variable over the default; an empty variable counts as unset. Lists are separated by commas or blanks, and their flags may be given several times. A \`MAINSTAY_…\` variable or flag that does not exist, or a value that cannot be read, stops the start with a message that names it.
`

const TABLE_HEAD = '| Variable | Flag | Default |\n| --- | --- | --- |'

const flagOf = ({ flag, shape }: Declaration<unknown>): string =>
  shape === undefined ? `--${flag}` : `--${flag} ${shape}`

const cell = (text: string): string => text.replaceAll('|', '\\|')

const tableRow = (declaration: Declaration<unknown>): string =>
  `| [\`${declaration.name}\`](#${declaration.name.toLowerCase()}) | \`${cell(flagOf(declaration))}\` | ${cell(declaration.shownDefault)} |`

const section = (declaration: Declaration<unknown>): string => {
  const { name, help, shownDefault, parse } = declaration
  const refused = parse('?')
  const error = refused.ok ? [] : [`Error: "${name} ${refused.error}."`]
  return `${[`## ${name}`, `${help}`, `Flag \`${flagOf(declaration)}\`. Default: ${shownDefault}.`, ...error].join('\n\n')}\n`
}

/** The settings as lines of `--help`. */
export const settingsHelp = (): string => {
  const width = Math.max(...ALL.map((declaration) => flagOf(declaration).length))
  return ALL.map((declaration) => {
    const left = `  ${flagOf(declaration).padEnd(width)}`
    return `${left}  ${declaration.name} (default: ${declaration.shownDefault})`
  }).join('\n')
}
