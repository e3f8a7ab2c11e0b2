/** What package-lock.json says of one place in node_modules. */
export type Locked = {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly resolved?: string
  readonly hasInstallScript?: boolean
}

export type Lock = { readonly packages: Readonly<Record<string, Locked>> }

export type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const allowed =
  /^(?:MIT|MIT-0|ISC|BSD-[234]-Clause|BSD|Apache-2\.0|MPL-2\.0|0BSD|Unlicense|CC0-1\.0|BlueOak-1\.0\.0|PostgreSQL|Python-2\.0)$/

/** Licences that packages state wrongly or not at all, read by a person: `name@version` and what its files say. */
export const readByHand: Readonly<Record<string, string>> = {}

/** `(MIT OR EUPL-1.1+)` is one of them at our choice; `MIT AND ISC` is all of them. */
export const isAllowed = (licence: string): boolean => {
  const bare = licence.trim().replace(/^\((.*)\)$/, '$1')
  if (/\sOR\s/.test(bare)) return bare.split(/\s+OR\s+/).some(isAllowed)
  if (/\sAND\s/.test(bare)) return bare.split(/\s+AND\s+/).every(isAllowed)
  return allowed.test(bare)
}

export const nameOf = (place: string): string => place.replace(/^.*node_modules\//, '')

/** Packages that reach production, by their place. */
const shipped = (lock: Lock): [string, Locked][] =>
  Object.entries(lock.packages).filter(([place, { dev }]) => place !== '' && dev !== true)

/**
 * Packages whose licence does not allow what ours promises.
 * @param licenceAt what the installed package itself states; `null` where it is not installed (another system's build).
 */
export const forbiddenLicences = (lock: Lock, licenceAt: (place: string) => string | null): string[] =>
  shipped(lock).flatMap(([place, locked]) => {
    const id = `${nameOf(place)}@${locked.version}`
    const licence = readByHand[id] ?? licenceAt(place) ?? locked.license ?? 'no licence stated'
    return isAllowed(licence) ? [] : [`${id}: ${licence}`]
  })

/** Versions that are not exact, in whichever list. */
export const looseVersions = (manifest: Manifest): string[] =>
  [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies]
    .flatMap((list) => Object.entries(list ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name}: ${version}`)

/** Download addresses in the lock file would tie it to one registry. */
export const resolvedPackages = (lock: Lock): string[] =>
  Object.entries(lock.packages)
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(([place]) => nameOf(place))

/** Packages that would run a script when installed. bin/setup runs none, so each must work without. */
export const installScripts = (lock: Lock): string[] =>
  Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([place]) => nameOf(place))

/** Versions known to be unsafe, kept here for the days when no registry answers: below `safe`, with the advisory. */
export const knownBad: readonly {
  readonly name: string
  readonly safe: string
  readonly advisory: string
}[] = [
  {
    name: 'nodemailer',
    safe: '7.0.11',
    advisory: 'GHSA-mm7p-fcc7-pg87 (mail to a wrong domain), GHSA-rcmh-qjqh-p98v (recursion in addresses)',
  },
]

const isBelow = (version: string, safe: string): boolean => {
  const [a, b] = [version, safe].map((text) => text.split(/[.-]/).slice(0, 3).map(Number)) as [
    number[],
    number[],
  ]
  const at = a.findIndex((part, index) => part !== b[index])
  return at >= 0 && (a[at] as number) < (b[at] as number)
}

/** Shipped packages that stand in `knownBad`. */
export const unsafeVersions = (lock: Lock): string[] =>
  shipped(lock).flatMap(([place, { version = '' }]) =>
    knownBad
      .filter(({ name, safe }) => name === nameOf(place) && isBelow(version, safe))
      .map(({ name, safe, advisory }) => `${name}@${version} at ${place} is below ${safe}: ${advisory}`),
  )
