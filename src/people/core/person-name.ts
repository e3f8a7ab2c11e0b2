export const MAX_NAME_LENGTH = 255

/**
 * Cleans a display name, which strangers choose freely: control, separator and bidi characters become blanks (they
 * break headers or turn the line round), blanks are folded, the rest is cut to 255 characters. May be empty.
 */
export const cleanName = (text: string): string => {
  const folded = text
    .toWellFormed()
    .replace(
      /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd]/gu,
      ' ',
    )
    .replace(/\s+/gu, ' ')
    .trim()
  return [...folded].slice(0, MAX_NAME_LENGTH).join('').trim()
}

/** `ada.lovelace@x.example` → `Ada Lovelace`: what somebody is called who gave no name. */
export const nameFromEmail = (email: string): string => {
  const words = email
    .slice(0, email.lastIndexOf('@'))
    .replace(/\+.*$/, '')
    .split(/[._\s]+/)
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
  return cleanName(name) || email
}
