import type { Attachment } from 'postal-mime'

const NOTES: readonly (readonly [RegExp, string])[] = [
  [
    /^application\/(x-)?pkcs7-mime$/,
    'The mail is encrypted or signed (S/MIME): it is kept as a file, unopened.',
  ],
  [
    /^application\/(x-)?pkcs7-signature$/,
    'The mail is signed (S/MIME): the signature is kept as a file, unchecked.',
  ],
  [/^application\/pgp-encrypted$/, 'The mail is encrypted (PGP): it is kept as a file, unopened.'],
  [/^application\/pgp-signature$/, 'The mail is signed (PGP): the signature is kept as a file, unchecked.'],
  [/^application\/(vnd\.)?ms-tnef$/, 'The mail came in Outlook’s own format: its files are in winmail.dat.'],
]

/** What agents should know of parts that only other programs open. */
export const notesOnSealedParts = (parts: readonly Attachment[], text: string): string[] => {
  const found = NOTES.filter(([type]) => parts.some(({ mimeType }) => type.test(mimeType))).map(
    ([, note]) => note,
  )
  const isInline = /^-----BEGIN PGP MESSAGE-----/m.test(text)
  return isInline ? [...found, 'The text is encrypted (PGP).'] : found
}
