import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { invalidField, Refused } from '../kernel/index.ts'
import type { SourceFile } from './core/index.ts'

const MAX_FILES = 10_000
const MAX_FILE_BYTES = 1_048_576
const MAX_TREE_BYTES = 33_554_432
/** What stands beside a tree and is none of it. */
const OURS = /^(?!\.)(?!README(?:\.md)?$)/

/** Reads the files of a tree. Links are refused: a tree is what lies in it. Throws `Refused` that names the file. */
export const readDirectory = async (root: string): Promise<readonly SourceFile[]> => {
  const found = await stat(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (found?.isDirectory() !== true) refuse(`${root}: is no directory`)
  const paths = await pathsUnder(root, '')
  const files: SourceFile[] = []
  let bytes = 0
  for (const path of paths) {
    const { size } = await stat(join(root, path))
    bytes += size
    if (size > MAX_FILE_BYTES) refuse(`${path}: is larger than 1 MB`)
    if (bytes > MAX_TREE_BYTES) refuse('The tree is larger than 32 MB')
    files.push({ path, text: decoded(path, await readFile(join(root, path))) })
  }
  return files
}

const pathsUnder = async (root: string, folder: string): Promise<string[]> => {
  const paths: string[] = []
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    if (!OURS.test(entry.name)) continue
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) paths.push(...(await pathsUnder(root, path)))
    else if (entry.isFile()) paths.push(path)
    else refuse(`${path}: is neither a file nor a folder`)
    if (paths.length > MAX_FILES) refuse(`The tree has more than ${MAX_FILES} files`)
  }
  return paths
}

const decoded = (path: string, bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return refuse(`${path}: is not UTF-8`)
    throw error
  }
}

const refuse = (what: string): never => {
  throw new Refused(invalidField('base', what))
}
