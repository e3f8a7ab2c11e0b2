import { hash, verify } from '@node-rs/argon2'

/** A slow hash for passwords. Tests count how often it is asked. */
export interface Passwords {
  /** The PHC text of a new password. */
  hash(password: string): Promise<string>
  /** Whether the password is the one; with no hash it costs as much, and is false. */
  verify(hashed: string | null, password: string): Promise<boolean>
}

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. 2 is argon2id (a const enum of the package). */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Of a password that nobody knows, under the same cost: what an unknown account is compared with. */
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$jiwo4WlwG0O67atum8Oe9A$DHSpps2/CLRSXefehtTDEoJznwfzxTkIgAlKCepnWJ0'

export const argon2id: Passwords = {
  hash: (password) => hash(password, COST),
  verify: async (hashed, password) => (await verify(hashed ?? NOBODYS, password)) && hashed !== null,
}
