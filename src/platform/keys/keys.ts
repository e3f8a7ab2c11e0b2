/**
 * The installation's secret (`MAINSTAY_KEY`, else a 0600 file in the data directory), and what is derived from it by
 * HKDF-SHA256, one key a purpose.
 */
export interface Keys {
  /** HMAC-SHA256 of the text under the purpose's key: 32 bytes. */
  sign(purpose: string, text: string): Buffer
  /** AES-256-GCM under the purpose's key; the answer carries its nonce. */
  seal(purpose: string, secret: Buffer): Buffer
  /** Reverses `seal`; `undefined` when the bytes are not ours or were changed. */
  open(purpose: string, sealed: Buffer): Buffer | undefined
}
