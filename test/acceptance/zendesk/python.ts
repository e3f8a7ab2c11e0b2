import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')
const scripts = join(import.meta.dirname, 'python')
const brought = join(root, '.runtime/zenpy-2.0.56')

const python = (args: readonly string[], paths: readonly (string | undefined)[], timeout: number): void => {
  const PYTHONPATH = paths.filter(Boolean).join(':')
  execFileSync('python3', args, { stdio: 'pipe', timeout, env: { ...process.env, PYTHONPATH } })
}

const importsZenpy = (path: string | undefined): boolean => {
  try {
    python(['-c', 'import zenpy'], [path, process.env.PYTHONPATH], 20_000)
    return true
  } catch {
    return false
  }
}

/** Brings zenpy, checked against its hash, and what it needs, pinned, into a folder that Python can be pointed at. */
const bring = (): void => {
  mkdirSync(join(root, '.runtime'), { recursive: true })
  const fresh = mkdtempSync(join(root, '.runtime/zenpy-'))
  const pip = ['-m', 'pip', 'install', '-q', '--retries', '0', '--timeout', '15', '--target', fresh]
  try {
    python([...pip, '-r', join(scripts, 'requirements.txt')], [process.env.PYTHONPATH], 120_000)
    const exactly = [
      '--no-deps',
      '--no-build-isolation',
      '--require-hashes',
      '-r',
      join(scripts, 'zenpy.txt'),
    ]
    python([...pip, ...exactly], [fresh], 120_000)
    renameSync(fresh, brought)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

export type Zenpy = {
  /** Why it cannot be had here; undefined where it can. */
  readonly missing: string | undefined
  /** Runs one scenario; throws with what Python said. */
  readonly run: (module: string, scenario: string, env: Readonly<Record<string, string>>) => void
}

/** zenpy, unmodified: the machine's own, or one that is brought from the package index and kept beside Node. */
export const findZenpy = (): Zenpy => {
  let missing: string | undefined
  if (!importsZenpy(existsSync(brought) ? brought : undefined))
    try {
      bring()
    } catch (error) {
      const said = String((error as { stderr?: Buffer }).stderr ?? error).trim()
      missing = said.split('\n').at(-1) ?? 'it could not be brought'
    }
  return {
    missing,
    run: (module, scenario, env) => {
      try {
        const paths = [existsSync(brought) ? brought : undefined, process.env.PYTHONPATH]
        execFileSync('python3', [join(scripts, 'run.py'), module, scenario], {
          stdio: 'pipe',
          timeout: 60_000,
          env: {
            ...process.env,
            ...env,
            PYTHONPATH: paths.filter(Boolean).join(':'),
            PYTHONDONTWRITEBYTECODE: '1',
          },
        })
      } catch (error) {
        throw new Error(String((error as { stderr?: Buffer }).stderr ?? error))
      }
    },
  }
}
