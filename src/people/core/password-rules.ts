export const MIN_PASSWORD_LENGTH = 15
export const MAX_PASSWORD_LENGTH = 256

/** Long enough, and tried first by those who guess: letters and digits only, lower case. */
const COMMON: ReadonlySet<string> = new Set(
  `passwordpassword password12345678 password1234567 passw0rdpassw0rd mypasswordispassword thisismypassword
  thisisapassword letmeinletmeinletmein qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwertyuiop12345
  qwertyuiop123456 qwertyqwertyqwerty 1qaz2wsx3edc4rfv 1q2w3e4r5t6y7u8i9o0p iloveyouiloveyou
  adminadminadmin administrator12 administrator123 administratoradministrator changemechangeme
  changemechangemechangeme supportsupport supportsupportsupport welcomewelcome welcome123456789
  trustno1trustno1 monkeymonkeymonkey dragondragondragon footballfootball baseballbaseball
  princessprincess superman12345678 abcdefghijklmno abcdefghijklmnop abcdefghijklmnopqrstuvwxyz
  abc123abc123abc123 123456789012345 1234567890123456 12345678901234567890 123456123456123456
  correcthorsebattery`.split(/\s+/),
)

/** Words that say nothing secret here: the person's own, and the desk's. */
export type PasswordContext = {
  readonly email: string | null
  readonly name: string
  readonly accountName: string
}

/** How many characters must remain when all that is known of the person is taken away. */
const MIN_SECRET = 8
const MIN_DISTINCT = 5

/**
 * Says what is wrong with a new password, as the end of a sentence; `undefined` when nothing is. At least 15 and at
 * most 256 characters, no rules of composition (`security.md` 6).
 */
export const passwordProblem = (password: string, context: PasswordContext): string | undefined => {
  const length = [...password].length
  if (length < MIN_PASSWORD_LENGTH) return `is too short (minimum is ${MIN_PASSWORD_LENGTH} characters)`
  if (length > MAX_PASSWORD_LENGTH) return `is too long (maximum is ${MAX_PASSWORD_LENGTH} characters)`
  const plain = password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  if (COMMON.has(plain) || new Set(password.toLowerCase()).size < MIN_DISTINCT) return 'is too easy to guess'
  return secretLength(password.toLowerCase(), context) < MIN_SECRET
    ? 'is made of your name, address or the name of this desk'
    : undefined
}

const secretLength = (password: string, context: PasswordContext): number => {
  let rest = password
  for (const word of contextWords(context)) rest = rest.replaceAll(word, '')
  return [...rest.replace(/\s/g, '')].length
}

/** Longest first, so that a whole word goes before its parts. */
const contextWords = ({ email, name, accountName }: PasswordContext): string[] =>
  [email ?? '', ...`${email ?? ''} ${name} ${accountName} mainstay support`.split(/[^\p{L}\p{N}]+/u)]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length)
