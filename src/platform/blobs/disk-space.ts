import { statfs } from 'node:fs/promises'

/** Under this share of free space nothing more is stored: the database needs the rest. */
export const MIN_FREE_SHARE = 0.05

/** The share (0 to 1) of the disk that ordinary users may still fill. */
export const freeShare = async (directory: string): Promise<number> => {
  const { bavail, blocks } = await statfs(directory)
  return blocks === 0 ? 1 : bavail / blocks
}

/** Whether uploads must be refused (507) and mail put off (451). */
export const isShortOfSpace = async (directory: string): Promise<boolean> =>
  (await freeShare(directory)) < MIN_FREE_SHARE
