import type { Random } from '../random.ts'

const TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'true',
  'a'.repeat(300),
  'x'.repeat(70_000),
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066gnirts',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  'ﷺ'.repeat(50),
  'e\u0301'.repeat(100),
  '\u2028\u2029\u0085',
  '<script>alert(1)</script>',
  "' or 1=1 --",
  '{{ticket.id}}{% raw %}',
  '../../etc/passwd',
  '%00%ff%2e%2e',
  '\r\nX-Injected: 1',
  'a@b',
  '"a\r\nb"@customer.example',
  'person@customer.example',
  '2026-01-31T08:00:00Z',
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  '1e309',
  '9223372036854775808',
  '99999999999999999999999999',
  '__proto__',
  'constructor',
  'open',
  'urgent',
  'email',
  'end-user',
  'Infinity',
  '(a+)+$',
]

/** Written into the JSON as they stand, because JavaScript cannot say all of them. */
const NUMBERS: readonly string[] = [
  '0',
  '-0',
  '1',
  '-1',
  '1.5',
  '1e-7',
  '1e21',
  '1e308',
  '1e400',
  '-1e400',
  '2147483648',
  '9007199254740993',
  '9223372036854775807',
  '18446744073709551616',
  '0.1e-400',
  '123456789012345678901234567890',
]

/** A JSON text of anything. */
export const oddJson = (random: Random, depth = 0): string => {
  const kind = random.int(depth > 3 ? 5 : 9)
  if (kind === 0) return 'null'
  if (kind === 1) return random.pick(['true', 'false'])
  if (kind === 2) return random.pick(NUMBERS)
  if (kind <= 4) return JSON.stringify(random.pick(TEXTS))
  if (kind === 5) return nested(random.pick([2, 30, 31, 32, 33, 500]))
  if (kind === 6) return `[${many(random, 4, () => oddJson(random, depth + 1))}]`
  if (kind === 7) return poisoned(random)
  return `{${many(random, 5, () => `${JSON.stringify(random.pick(TEXTS))}:${oddJson(random, depth + 1)}`)}}`
}

export const oddText = (random: Random): string => random.pick([...TEXTS, ...NUMBERS])

const many = (random: Random, most: number, make: () => string): string =>
  Array.from({ length: random.int(most + 1) }, make).join(',')

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

const poisoned = (random: Random): string =>
  random.pick([
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"a":{"__proto__":{"polluted":true}}}',
    '{"toString":1,"valueOf":null,"hasOwnProperty":{}}',
    '{"prototype":{"polluted":true}}',
  ])
