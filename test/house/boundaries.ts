import { posix } from 'node:path'
import { type Finding, type Import, importsOf, isTest, type Source } from './scan.ts'

/** The domains from left to right: each may import those before it, and none after. */
export const domains = [
  'kernel',
  'platform',
  'people',
  'calendar',
  'rules',
  'sla',
  'tickets',
  'channels',
  'knowledge',
  'response',
  'insight',
  'readiness',
  'assist',
  'connect',
  'config',
  'simulator',
] as const

/** `main.ts`, `domains.ts`, `assemble.ts` and `cli/` put the house together and stand to the right of everything. */
const top = 'main'

/** Packages that a core may use: values to values, no clock, no disk, no network of their own. */
export const purePackages: Readonly<Record<string, string>> = {
  'email-reply-parser': 'finds quoted text in a plain text',
  'html-to-text': 'a text from a page',
  liquidjs: 'renders placeholders; given neither a file system nor a clock',
  planer: 'finds quoted text in a page',
  re2js: 'patterns whose cost is linear',
  'sanitize-html': 'a page from a page',
  'temporal-polyfill': 'calendars and zones; Temporal.Now is refused below',
  typebox: 'shapes of values',
  yaml: 'a value and the places of its parts from a text',
}

/** Names through which code would reach for the clock, chance, the process or the network. */
const impure: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b/g, 'reads the clock (Date.now); take `now` as an argument'],
  [/\bnew Date\(\s*\)/g, 'reads the clock (new Date()); take `now` as an argument'],
  [/(?<!new )(?<![.\w])Date\(/g, 'reads the clock (Date()); take `now` as an argument'],
  [/\bTemporal\.Now\b/g, 'reads the clock (Temporal.Now); take `now` as an argument'],
  [/\bperformance\b/g, 'reads the clock (performance)'],
  [/\bMath\.random\b/g, 'throws dice (Math.random); take the random value as an argument'],
  [/(?<![.\w])crypto\b/g, 'uses crypto; take bytes or a digest as an argument'],
  [/(?<![.\w])set(?:Timeout|Interval|Immediate)\b/g, 'waits; a core is synchronous'],
  [/(?<![.\w])queueMicrotask\b/g, 'waits; a core is synchronous'],
  [/(?<![.\w])fetch\(/g, 'calls the network'],
  [/(?<![.\w])process\./g, 'reads the process'],
  [/(?<![.\w])(?:async\b|await\b)/g, 'is asynchronous; a core is values to values'],
]

/** The domain of a path from the root of the house; `null` outside `src`. */
export const domainOf = (path: string): string | null => {
  if (/^src\/(main|domains|assemble)\.ts$/.test(path) || path.startsWith('src/cli/')) return top
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? null
}

const inCore = (path: string): boolean => /^src\/[^/]+\/(?:.+\/)?core\//.test(path)

const rank = (domain: string): number =>
  domain === top ? domains.length : domains.indexOf(domain as (typeof domains)[number])

/** Whether a path is what its domain shows to others. The ground shows all its rooms, the rest one door each. */
const isDoor = (domain: string, path: string): boolean =>
  domain === 'platform' || path === `src/${domain}/index.ts` || path === `src/${domain}/core/index.ts`

const targetOf = (source: Source, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(source.path), specifier))

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const wrongPackage = (source: Source, specifier: string): string | null => {
  if (!inCore(source.path)) return null
  if (specifier.startsWith('node:')) return `a core may not import ${specifier}`
  if (packageOf(specifier) in purePackages) return null
  return `a core may import only the pure packages listed in test/house/boundaries.ts, not ${specifier}`
}

const wrongForCore = (from: string, to: string, target: string): string | null => {
  if (to === 'kernel' || (to === from && inCore(target)) || target === `src/${to}/core/index.ts`) return null
  return `a core may import kernel, its own core and core/index.ts doors to its left, not ${target}`
}

const wrongTarget = (source: Source, target: string): string | null => {
  const from = domainOf(source.path)
  const to = domainOf(target)
  if (from === null) return null
  if (isTest(target)) return `${target} is for tests only`
  if (to === null) return `src may not import ${target}, which lies outside it`
  if (rank(from) < 0)
    return `${from} is no domain of the house: add it to test/house/boundaries.ts in its place`
  if (rank(to) > rank(from)) return `${from} may not import ${to}, which stands to its right`
  if (from !== to && from !== top && !isDoor(to, target))
    return `${to} is entered by src/${to}/index.ts or its core/index.ts, not by ${target}`
  return inCore(source.path) ? wrongForCore(from, to, target) : null
}

const wrongImport = (source: Source, { specifier }: Import): string | null =>
  specifier.startsWith('.')
    ? wrongTarget(source, targetOf(source, specifier))
    : wrongPackage(source, specifier)

/** Imports that break the order of the domains, pass by a door, or make a core impure. Tests may reach anywhere; nothing reaches them. */
export const forbiddenImports = (sources: readonly Source[]): Finding[] =>
  sources
    .filter((source) => !isTest(source.path))
    .flatMap((source) =>
      importsOf(source).flatMap((imported) => {
        const says = wrongImport(source, imported)
        return says ? [{ path: source.path, line: imported.line, says }] : []
      }),
    )

/** What a core does besides turning values into values. */
export const impurities = (sources: readonly Source[]): Finding[] =>
  sources
    .filter((source) => inCore(source.path) && !isTest(source.path))
    .flatMap((source) =>
      impure.flatMap(([pattern, says]) =>
        [...source.code.matchAll(pattern)].map((match) => ({
          path: source.path,
          line: source.code.slice(0, match.index).split('\n').length,
          says: `a core ${says}`,
        })),
      ),
    )
