import { posix } from 'node:path'
import { type Finding, lineAt } from './scan.ts'

/** A text file of the house, by its path from the root. */
export type Text = { readonly path: string; readonly text: string }

type Rule = { readonly files: RegExp; readonly pattern: RegExp; readonly says: string }

const rules: readonly Rule[] = [
  {
    files: /./,
    pattern: /(?<![\w.~-])\/(?:work|root)\/[\w.-]/g,
    says: 'names a path of one machine',
  },
  {
    files: /./,
    pattern: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b|\b(?:deb|security)\.debian\.org\b/g,
    says: 'names the host of a registry: the ordinary clients know theirs',
  },
  {
    files: /\.test\.tsx?$/,
    pattern: /\b(?:describe|it|test|suite|bench)\.(?:only|skip|todo)\b/g,
    says: 'switches tests off',
  },
  {
    files: /\.(?:tsx?|md|sh|sql|json)$|^bin\//,
    pattern: /\b(?:TODO|FIXME|XXX)\b/g,
    says: 'puts work off: do it, or write it down as a known gap',
  },
  {
    files: /\.tsx?$/,
    pattern: /(?:@ts-(?:ignore|nocheck|expect-error)|biome-ignore|eslint-disable)\b/g,
    says: 'silences a check',
  },
]

/** This folder names what it looks for. */
const isRuleItself = (path: string): boolean => path.startsWith('test/house/')

const byRules = ({ path, text }: Text): Finding[] =>
  rules
    .filter(({ files }) => files.test(path) && !isRuleItself(path))
    .flatMap(({ pattern, says }) =>
      [...text.matchAll(pattern)].map((match) => ({
        path,
        line: lineAt(text, match.index),
        says: `${says}: ${match[0]}`,
      })),
    )

const isPage = ({ path }: Text): boolean => path.endsWith('.md')

/** A page without what stands in fences and in backticks; lines stay where they are. */
const prose = (text: string): string =>
  text.replace(/^(```|~~~)[\s\S]*?^\1/gm, (fence) => fence.replace(/[^\n]/g, '')).replace(/`[^`\n]*`/g, '')

const oneHeading = ({ path, text }: Text): Finding[] => {
  const headings = prose(text).match(/^# \S/gm)?.length ?? 0
  return headings === 1
    ? []
    : [{ path, line: 1, says: `has ${headings} headings of the first rank, not one` }]
}

const linkTarget = (path: string, link: string): string =>
  posix.normalize(posix.join(posix.dirname(path), decodeURI(link.replace(/[?#].*$/, ''))))

const brokenLinks = ({ path, text }: Text, exists: (path: string) => boolean): Finding[] =>
  [...prose(text).matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)]
    .filter(([, link]) => !/^(?:[a-z]+:|#)/i.test(link as string))
    .filter(([, link]) => !exists(linkTarget(path, link as string)))
    .map((match) => ({
      path,
      line: lineAt(text, match.index),
      says: `links to ${match[1]}, which is not there`,
    }))

const decisions = 'docs/decisions/'

/** Decisions that the index does not name, and two with one number. */
const unindexed = (texts: readonly Text[]): Finding[] => {
  const index = texts.find(({ path }) => path === `${decisions}README.md`)?.text ?? ''
  const names = texts
    .map(({ path }) => path)
    .filter((path) => path.startsWith(decisions) && /^\d{4}-[\w-]+\.md$/.test(path.slice(decisions.length)))
  const numberOf = (path: string): string => path.slice(decisions.length, decisions.length + 4)
  return names.flatMap((path) => {
    const missing = !index.includes(`(${path.slice(decisions.length)})`)
    const twin = names.find((other) => other !== path && numberOf(other) === numberOf(path))
    return [
      ...(missing ? [{ path, line: 1, says: `is not in ${decisions}README.md` }] : []),
      ...(twin ? [{ path, line: 1, says: `has the number of ${twin}` }] : []),
    ]
  })
}

/** What is untidy in the tracked texts. */
export const untidy = (texts: readonly Text[], exists: (path: string) => boolean): Finding[] => [
  ...texts.flatMap(byRules),
  ...texts.filter(isPage).flatMap((page) => [...oneHeading(page), ...brokenLinks(page, exists)]),
  ...unindexed(texts),
]
